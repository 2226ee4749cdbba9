package dev.shoal.benchmarks.flood;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.transport.Connection;
import dev.shoal.transport.TransportException;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Guesses passwords as fast as it is answered, over one connection at a time: several guesses under
 * way on one that it keeps for as long as it is let, or a new connection for each guess. On one
 * loop.
 */
final class Guesser {
  /** After an attempt to connect that failed: not to spin where it fails at once. */
  private static final long PAUSE_MILLIS = 5;

  private final int number;
  private final int pipeline;
  private final boolean keeps;
  private final Caller caller;
  private final EventLoop loop;
  private final GuessTally tally;
  private long guesses;
  private boolean stopped;

  /**
   * Does not guess yet.
   *
   * @param number by which it is known what it tries
   * @param pipeline guesses under way at a time
   * @param keeps whether it keeps its connection
   */
  Guesser(
      int number, int pipeline, boolean keeps, Caller caller, EventLoop loop, GuessTally tally) {
    this.number = number;
    this.pipeline = pipeline;
    this.keeps = keeps;
    this.caller = caller;
    this.loop = loop;
    this.tally = tally;
  }

  /** Guesses until it is stopped. */
  void start() {
    if (!stopped) {
      caller.dialTls(new Reconnecting()).whenComplete(this::dialled);
    }
  }

  void stop() {
    stopped = true;
  }

  private void dialled(@Nullable Connection connection, @Nullable Throwable failure) {
    if (connection == null) {
      tally.notConnected();
      loop.schedule(this::start, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      return;
    }
    tally.connected();
    for (int i = 0; i < pipeline; i++) {
      guess(connection);
    }
  }

  private void guess(Connection connection) {
    if (stopped || !connection.isOpen()) {
      connection.close();
      return;
    }
    tally.sent();
    connection
        .request(FrameKind.LOGIN, Accounts.guess(number, guesses++))
        .whenComplete(
            (answer, failure) -> {
              failed(failure);
              if (keeps) {
                loop.execute(() -> guess(connection)); // not within what has just failed
              } else {
                connection.close();
              }
            });
  }

  private void failed(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    tally.failed(
        cause instanceof TransportException known ? known.code() : ErrorCode.UNKNOWN,
        cause instanceof TransportException.Closed);
  }

  /** However a connection has ended: there is another one. */
  private final class Reconnecting extends Mute {
    @Override
    public void onClosed(Connection over, @Nullable Throwable cause) {
      loop.execute(Guesser.this::start);
    }
  }
}
