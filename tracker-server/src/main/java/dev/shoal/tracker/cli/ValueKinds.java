package dev.shoal.tracker.cli;

import dev.shoal.tracker.TrackerMode;
import dev.shoal.transport.TransportKind;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kinds of values that settings have. */
final class ValueKinds {
  private ValueKinds() {}

  /** Stands for all addresses of the machine. */
  static final String ALL_ADDRESSES = "*";

  /** Stands for a port that is not opened. */
  static final String OFF = "off";

  /** Stands for what suits the machine. */
  static final String AUTO = "auto";

  /** Stands for a file that there is none of. */
  static final String NONE = "none";

  private static final long SLOWEST_RATE = 16 << 10;
  private static final long FASTEST_RATE = 1L << 32;
  private static final Pattern DURATION = Pattern.compile("(\\d{1,10})(ms|s|m|h|d)");
  private static final Pattern BYTES = Pattern.compile("(\\d{1,10})(|B|KiB|MiB|GiB)");
  private static final Map<String, Integer> BYTE_SHIFTS =
      Map.of("", 0, "B", 0, "KiB", 10, "MiB", 20, "GiB", 30);

  /** A whole number. */
  static ValueKind<Integer> number(int min, int max) {
    return new ValueKind<>(
        "N",
        "a whole number from " + min + " to " + max,
        text -> {
          if (!text.matches("\\d{1,10}")) {
            throw new IllegalArgumentException("no number");
          }
          return (int) within(Long.parseLong(text), min, max);
        });
  }

  /** A port to open, or none. */
  static ValueKind<OptionalInt> portOrOff() {
    ValueKind<Integer> port = number(0, 0xFFFF);
    return new ValueKind<>(
        "N",
        port.expected() + ", or " + OFF,
        text -> text.equals(OFF) ? OptionalInt.empty() : OptionalInt.of(port.read(text)));
  }

  /** A number of threads, or what suits the machine. */
  static ValueKind<OptionalInt> threadsOrAuto() {
    ValueKind<Integer> threads = number(1, 64);
    return new ValueKind<>(
        "N",
        threads.expected() + ", or " + AUTO,
        text -> text.equals(AUTO) ? OptionalInt.empty() : OptionalInt.of(threads.read(text)));
  }

  /** A time span of at least a millisecond, up to a day. */
  static ValueKind<Duration> duration() {
    return duration("1ms", Duration.ofMillis(1), "24h", Duration.ofDays(1));
  }

  /** A time span of at least a millisecond, up to a minute. */
  static ValueKind<Duration> shortDuration() {
    return duration("1ms", Duration.ofMillis(1), "1m", Duration.ofMinutes(1));
  }

  /** A time span of at least a second, up to a year. */
  static ValueKind<Duration> longDuration() {
    return duration("1s", Duration.ofSeconds(1), "366d", Duration.ofDays(366));
  }

  /** A time span of at least a second, up to the longest that a capability is good. */
  static ValueKind<Duration> capabilityDuration() {
    return duration("1s", Duration.ofSeconds(1), "10m", Duration.ofMinutes(10));
  }

  private static ValueKind<Duration> duration(
      String least, Duration shortest, String most, Duration longest) {
    return new ValueKind<>(
        "TIME",
        "a time from " + least + " to " + most + " such as 500ms, 30s or 2m",
        text -> {
          Matcher matcher = DURATION.matcher(text);
          if (!matcher.matches()) {
            throw new IllegalArgumentException("no time");
          }
          long amount = Long.parseLong(matcher.group(1));
          long millis =
              switch (matcher.group(2)) {
                case "ms" -> amount;
                case "s" -> amount * 1000;
                case "m" -> amount * 60_000;
                case "h" -> amount * 3_600_000;
                default -> amount * 86_400_000;
              };
          return Duration.ofMillis(within(millis, shortest.toMillis(), longest.toMillis()));
        });
  }

  /** Bytes a second, or 0 for no limit. */
  static ValueKind<Long> rate() {
    return new ValueKind<>(
        "SIZE",
        "0, or a size from 16KiB to 4GiB such as 65536, 64KiB or 16MiB",
        text -> {
          long bytes = bytes(text);
          return bytes == 0 ? 0 : within(bytes, SLOWEST_RATE, FASTEST_RATE);
        });
  }

  /** Bytes of memory. */
  static ValueKind<Integer> size(int min, int max) {
    return new ValueKind<>(
        "SIZE",
        "a size from " + min + " to " + max + " such as 65536, 64KiB or 16MiB",
        text -> (int) within(bytes(text), min, max));
  }

  private static long bytes(String text) {
    Matcher matcher = BYTES.matcher(text);
    Integer shift = matcher.matches() ? BYTE_SHIFTS.get(matcher.group(2)) : null;
    if (shift == null) {
      throw new IllegalArgumentException("no size");
    }
    return Long.parseLong(matcher.group(1)) << shift;
  }

  /** True or false. */
  static ValueKind<Boolean> flag() {
    return new ValueKind<>(
        "true|false",
        "true or false",
        text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException("neither");
            });
  }

  /** A directory; {@code ~} at the beginning is the user's own. */
  static ValueKind<Path> directory() {
    return new ValueKind<>("DIR", "a directory", ValueKinds::path);
  }

  /** A file, or none. */
  static ValueKind<Optional<Path>> fileOrNone() {
    return new ValueKind<>(
        "FILE",
        "a file, or " + NONE,
        text -> text.equals(NONE) ? Optional.empty() : Optional.of(path(text)));
  }

  private static Path path(String text) {
    if (text.isEmpty() || text.startsWith("#")) { // which begins a comment in a file
      throw new IllegalArgumentException("no name");
    }
    return text.startsWith("~/")
        ? Path.of(System.getProperty("user.home"), text.substring(2))
        : Path.of(text);
  }

  /** For what one has to be logged in. */
  static ValueKind<TrackerMode> mode() {
    return new ValueKind<>(
        "MODE",
        "open, users or closed",
        text -> TrackerMode.valueOf(text.toUpperCase(Locale.ROOT)));
  }

  /** A local address. */
  static ValueKind<InetAddress> address() {
    return new ValueKind<>("ADDRESS", "an address or name of this machine", ValueKinds::lookUp);
  }

  /** A local address, or all of them. */
  static ValueKind<Optional<InetAddress>> addressOrAll() {
    return new ValueKind<>(
        "ADDRESS",
        "an address or name of this machine, or " + ALL_ADDRESSES + " for all of its addresses",
        text -> text.equals(ALL_ADDRESSES) ? Optional.empty() : Optional.of(lookUp(text)));
  }

  /** How sockets are driven. */
  static ValueKind<TransportKind> transport() {
    return new ValueKind<>(
        "KIND",
        "auto, epoll, kqueue, nio or io_uring",
        text -> {
          String name = text.toLowerCase(Locale.ROOT);
          return name.equals("auto")
              ? TransportKind.best()
              : TransportKind.valueOf(name.toUpperCase(Locale.ROOT));
        });
  }

  private static InetAddress lookUp(String text) {
    try {
      if (text.isEmpty()) {
        throw new IllegalArgumentException("no name");
      }
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no such host", e);
    }
  }

  private static long within(long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException("out of range");
    }
    return value;
  }
}
