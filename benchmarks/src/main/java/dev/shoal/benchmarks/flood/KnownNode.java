package dev.shoal.benchmarks.flood;

import dev.shoal.protocol.FrameKind;
import dev.shoal.transport.Connection;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A node that has logged in before to the very account that is guessed at, and logs in again each
 * second, over a new connection. On one loop.
 */
final class KnownNode {
  private static final long EVERY_MILLIS = 1000;

  private final Caller caller;
  private final EventLoop loop;
  private Latencies latencies = new Latencies();
  private boolean stopped;

  KnownNode(Caller caller, EventLoop loop) {
    this.caller = caller;
    this.loop = loop;
  }

  /** Logs in each second until it is stopped. */
  void start() {
    if (!stopped) {
      loop.schedule(this::start, EVERY_MILLIS, TimeUnit.MILLISECONDS);
      logIn();
    }
  }

  void stop() {
    stopped = true;
  }

  /** What was found since this was last called: times from dialling to being logged in. */
  Latencies take() {
    Latencies taken = latencies;
    latencies = new Latencies();
    return taken;
  }

  private void logIn() {
    long start = System.nanoTime();
    caller
        .dialTls(new Mute())
        .thenCompose(
            connection ->
                connection
                    .request(FrameKind.LOGIN, Accounts.login())
                    .whenComplete((answer, failure) -> connection.close()))
        .whenComplete((answer, failure) -> done(start, failure));
  }

  private void done(long start, @Nullable Throwable failure) {
    if (failure == null) {
      latencies.answered(System.nanoTime() - start);
    } else {
      latencies.failed();
    }
  }

  /** Makes all accounts, over a connection that is there. */
  static void createAccounts(Connection connection) {
    for (int i = 0; i < Accounts.COUNT; i++) {
      connection.request(FrameKind.CREATE_USER, Accounts.creation(i)).join();
    }
  }
}
