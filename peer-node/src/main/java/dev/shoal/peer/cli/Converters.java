package dev.shoal.peer.cli;

import dev.shoal.peer.DownloadOrder;
import dev.shoal.peer.JoinPolicy;
import dev.shoal.peer.TlsMode;
import dev.shoal.peer.internal.trust.TrackerAddress;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.PlainText;
import dev.shoal.protocol.ShoalLink;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads what is written on the command line, and says what is wrong with it. */
final class Converters {
  private Converters() {}

  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(?:\\[([^\\[\\]]+)]|([^:\\[\\]]+)):(\\d{1,5})");

  /** What is as long as this is nobody's name, but a file id, of which some may be missing. */
  private static final Pattern FILE_ID = Pattern.compile("\\p{XDigit}{40,}");

  /** To be called once all subcommands are there. */
  static void register(CommandLine line) {
    line.registerConverter(ByteSize.class, sentence(ByteSize::parse));
    line.registerConverter(Path.class, sentence(Converters::path));
    line.registerConverter(DownloadOrder.class, sentence(OrderOptions::order));
    line.registerConverter(WaitTime.class, sentence(WaitTime::parse));
    line.registerConverter(InetAddress.class, sentence(Converters::address));
    line.registerConverter(SourceOption.class, sentence(SourceOption::parse));
    line.registerConverter(TrackerAddress.class, sentence(TrackerAddress::parse));
    line.registerConverter(TlsMode.class, sentence(TlsOptions::mode));
    line.registerConverter(JoinPolicy.class, sentence(GroupCreateCommand::policy));
    line.registerConverter(AccountName.class, sentence(AccountName::parse));
    line.registerConverter(ListenAddress.class, sentence(ListenAddress::parse));
    line.registerConverter(MirrorOption.class, sentence(MirrorOption::parse));
    line.registerConverter(ShoalLink.class, sentence(Converters::link));
  }

  /** A link, or a bare file id as a link that says nothing more. */
  static ShoalLink link(String text) {
    return ShoalLink.looksLike(text)
        ? ShoalLink.parse(text)
        : new ShoalLink(FileId.parse(text), null, List.of());
  }

  /** Whether it can only be a file's name, which has to be looked up. */
  static boolean isName(String text) {
    return !ShoalLink.looksLike(text) && !FILE_ID.matcher(text).matches();
  }

  /** HOST:PORT or [IPV6]:PORT, looked up. */
  static InetSocketAddress source(String text) {
    Matcher matcher = HOST_AND_PORT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "a source is HOST:PORT or a URL, not: " + PlainText.of(text));
    }
    String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    int port = Integer.parseInt(matcher.group(3));
    if (port < 1 || port > 0xFFFF) {
      throw new IllegalArgumentException("a port is from 1 to 65535, not " + port);
    }
    return new InetSocketAddress(address(host), port);
  }

  static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "no file can be called that, or not in this locale: " + PlainText.of(text), e);
    }
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("there is no host " + PlainText.of(text), e);
    }
  }

  /** Picocli takes the whole message of this type of exception alone. */
  private static <T> ITypeConverter<T> sentence(Function<String, T> parse) {
    return text -> {
      try {
        return parse.apply(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    };
  }
}
