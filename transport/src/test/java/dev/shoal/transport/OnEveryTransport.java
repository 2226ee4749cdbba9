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
 * default, without TLS and with it, and on io_uring too with {@code -Dshoal.test.ioUring=true}.
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
          .flatMap(kind -> Stream.of(new Way(kind, null), new Way(kind, encryption(kind))));
    }

    /** Each of them with the transport that it is likely to be used with. */
    private static TlsProvider encryption(TransportKind kind) {
      return kind == TransportKind.NIO ? TlsProvider.JDK : TlsProvider.AUTO;
    }
  }
}
