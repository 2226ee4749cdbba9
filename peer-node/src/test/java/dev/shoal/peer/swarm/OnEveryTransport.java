package dev.shoal.peer.swarm;

import dev.shoal.transport.TransportKind;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A test that is run once over each transport that this machine has, and only over the JDK's with
 * {@code -Dshoal.test.fewWays=true}; io_uring is opt-in.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@MethodSource("dev.shoal.peer.swarm.OnEveryTransport$Kinds#all")
public @interface OnEveryTransport {
  /** The transports. */
  final class Kinds {
    private Kinds() {}

    static Stream<TransportKind> all() {
      return Boolean.getBoolean("shoal.test.fewWays")
          ? Stream.of(TransportKind.NIO)
          : Stream.of(TransportKind.EPOLL, TransportKind.KQUEUE, TransportKind.NIO)
              .filter(TransportKind::isAvailable);
    }
  }
}
