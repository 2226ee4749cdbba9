package dev.shoal.transport;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs a test class twice for each {@link TransportKind} of this machine that may be chosen by
 * default, without TLS and with it; on io_uring too with {@code -Dshoal.test.ioUring=true}, and
 * only on NIO with {@code -Dshoal.test.fewWays=true}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@MethodSource("dev.shoal.transport.OnEveryTransport$Kinds#available")
@interface OnEveryTransport {
  /** What the class is run with. */
  final class Kinds {
    private Kinds() {}

    static Stream<Way> available() {
      return Arrays.stream(TransportKind.values())
          .filter(TransportKind::isAvailable)
          .filter(
              kind -> kind != TransportKind.IO_URING || Boolean.getBoolean("shoal.test.ioUring"))
          .flatMap(kind -> Stream.of(new Way(kind, null), new Way(kind, encryption(kind))))
          .filter(way -> !Boolean.getBoolean("shoal.test.fewWays") || isOneOfFew(way));
    }

    /** What depends on the JDK, where only that is looked for: its sockets and its TLS. */
    private static boolean isOneOfFew(Way way) {
      return way.transport() == TransportKind.NIO;
    }

    /** Each of them with the transport that it is likely to be used with. */
    private static TlsProvider encryption(TransportKind kind) {
      return kind == TransportKind.NIO ? TlsProvider.JDK : TlsProvider.AUTO;
    }
  }
}
