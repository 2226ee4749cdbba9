package dev.shoal.peer.cli;

import dev.shoal.protocol.PlainText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes and durations as people write and read them. */
final class Units {
  private Units() {}

  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,20}) ?b?|(\\d{1,20}(?:\\.\\d{1,20})?) ?([kmgt])(?:i?b)?");

  private static final int STEP = 1024;
  private static final String LETTERS = "kmgt";

  /**
   * A unit of size.
   *
   * @param symbol as shown
   * @param bytes in one of it
   */
  record Unit(String symbol, long bytes) {}

  private static final Unit[] UNITS = {
    new Unit("B", 1),
    new Unit("KiB", 1L << 10),
    new Unit("MiB", 1L << 20),
    new Unit("GiB", 1L << 30),
    new Unit("TiB", 1L << 40)
  };

  /**
   * Reads bytes: {@code 1048576}, {@code 64KiB}, {@code 1.5GiB}, {@code 1g}. Units are powers of
   * 1,024, whatever they are called.
   *
   * @throws IllegalArgumentException with a sentence for a person
   */
  static long parseSize(String text) {
    Matcher matcher = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "a size is a number of bytes such as 1048576, 64KiB, 256MiB or 1GiB, not: "
              + PlainText.of(text));
    }
    String plain = matcher.group(1);
    Unit unit = plain == null ? UNITS[1 + LETTERS.indexOf(matcher.group(3))] : UNITS[0];
    BigDecimal number = new BigDecimal(plain == null ? matcher.group(2) : plain);
    try {
      return number
          .multiply(BigDecimal.valueOf(unit.bytes()))
          .setScale(0, RoundingMode.DOWN)
          .longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("that size is too large: " + PlainText.of(text), e);
    }
  }

  /**
   * Reads a time span: {@code 30s}, {@code 5m}, {@code 1h30m}, {@code 1 h 30 min}, {@code 1.5s},
   * {@code PT30S}.
   *
   * @throws IllegalArgumentException with a sentence for a person
   */
  static Duration parseDuration(String text) {
    String upper = text.strip().toUpperCase(Locale.ROOT);
    try {
      Duration duration = Duration.parse(upper.startsWith("P") ? upper : iso(upper));
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new IllegalArgumentException(badDuration(text), e);
    }
    throw new IllegalArgumentException(badDuration(text));
  }

  /** As {@link #duration} shows it, or without spaces and with one letter for each unit. */
  private static String iso(String upper) {
    String compact =
        upper.replaceAll("(?<=\\d) (?=[DHMS])|(?<=[A-Z]) (?=\\d)", "").replace("MIN", "M");
    int day = compact.indexOf('D') + 1;
    String time = compact.substring(day);
    return "P" + compact.substring(0, day) + (time.isEmpty() ? "" : "T" + time);
  }

  private static String badDuration(String text) {
    return "a duration is a number with a unit such as 30s, 5m, 1h or PT30S, not: "
        + PlainText.of(text);
  }

  /** Bytes in about three digits: {@code 512 B}, {@code 1.5 KiB}, {@code 256 MiB}. */
  static String size(long bytes) {
    int unit = 0;
    // What would be rounded up to 1,024 of a unit is shown in the next.
    while (unit < UNITS.length - 1 && bytes >= UNITS[unit].bytes() * (STEP - 0.5)) {
      unit++;
    }
    double amount = (double) bytes / UNITS[unit].bytes();
    int decimals = unit == 0 || amount >= 99.95 ? 0 : amount >= 9.995 ? 1 : 2;
    BigDecimal digits = BigDecimal.valueOf(amount).setScale(decimals, RoundingMode.HALF_UP);
    return digits.stripTrailingZeros().toPlainString() + " " + UNITS[unit].symbol();
  }

  /** As {@link #size}, a second. */
  static String rate(long bytesPerSecond) {
    return size(bytesPerSecond) + "/s";
  }

  /** A limit of bytes a second, of which 0 is none. */
  static String limit(long bytesPerSecond) {
    return bytesPerSecond == 0 ? "no limit" : rate(bytesPerSecond);
  }

  /** What may be sent and fetched in a second. */
  static String limits(long upload, long download) {
    return "up " + limit(upload) + ", down " + limit(download);
  }

  /** The largest unit of which that many bytes are ten or more. */
  static Unit unitFor(long bytes) {
    int unit = 0;
    while (unit < UNITS.length - 1 && bytes >= 10 * UNITS[unit + 1].bytes()) {
      unit++;
    }
    return UNITS[unit];
  }

  /**
   * In the two largest units that count, down to seconds: {@code 42 s}, {@code 3 min 20 s}, {@code
   * 2 h}, {@code 1 d 6 h}.
   */
  static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return pair(seconds / 60, "min", seconds % 60, "s");
    }
    if (seconds < 86_400) {
      return pair(seconds / 3600, "h", seconds / 60 % 60, "min");
    }
    return pair(seconds / 86_400, "d", seconds / 3600 % 24, "h");
  }

  private static String pair(long most, String unit, long rest, String smaller) {
    return most + " " + unit + (rest == 0 ? "" : " " + rest + " " + smaller);
  }

  /** What something took: exact where it was short, as {@link #duration} from two minutes on. */
  static String elapsed(Duration duration) {
    return duration.toSeconds() < 120 ? seconds(duration.toNanos() / 1e9) : duration(duration);
  }

  /** Seconds with as many digits as are of use: {@code 0.042}, {@code 1.24}, {@code 83.1}. */
  static String seconds(double seconds) {
    return String.format(
        Locale.ROOT, seconds < 1 ? "%.3f s" : seconds < 10 ? "%.2f s" : "%.1f s", seconds);
  }
}
