package dev.shoal.transport.http;

import dev.shoal.transport.internal.Alarm;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The body of one request on its way to whoever wants it. On the connection's event loop. */
final class RequestBody {
  /** What a body has to do with the connection that it comes on. */
  interface Line {
    /** Asks for the next piece. */
    void pull();

    /** Tells a client that waits for it that the body is welcome. */
    void welcome();

    /** Ends a connection whose client is too slow. */
    void tooSlow();
  }

  /** So much is read for nothing rather than that the connection is given up. */
  private static final int SHORT = 64 * 1024;

  private final EventLoop loop;
  private final Line line;
  private final long length;
  private final boolean waitsForWelcome;
  private final LeastRate rate;
  private final LongSupplier nanoClock;
  private final Alarm alarm;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private @Nullable HttpBodySink sink;
  private long received;
  private boolean welcomed;

  /** Whether a piece is with the sink, which has not asked for the next one. */
  private boolean passing;

  private boolean complete;
  private boolean skipping;
  private @Nullable Throwable failure;
  private Runnable onSkipped = () -> {};

  /**
   * @param length announced; -1: unknown
   * @param waitsForWelcome the client sends nothing of it unasked
   */
  RequestBody(
      EventLoop loop,
      Line line,
      long length,
      boolean waitsForWelcome,
      HttpLimits limits,
      LongSupplier nanoClock) {
    this.loop = loop;
    this.line = line;
    this.length = length;
    this.waitsForWelcome = waitsForWelcome;
    this.complete = length == 0;
    this.rate = new LeastRate(limits.leastRate(), limits.grace());
    this.nanoClock = nanoClock;
    this.alarm = new Alarm(loop, nanoClock, this::look);
  }

  /** Bytes announced; -1: unknown. */
  long length() {
    return length;
  }

  /** Has all of it go to a sink. On whatever thread. */
  CompletableFuture<Void> read(HttpBodySink into) {
    if (loop.inEventLoop()) {
      begin(into);
    } else {
      loop.execute(() -> begin(into));
    }
    return done.copy();
  }

  private void begin(HttpBodySink into) {
    if (sink != null) {
      throw new IllegalStateException("the body of a request is read once");
    }
    sink = into;
    if (skipping) {
      done.completeExceptionally(
          new IllegalStateException("the body of a request is read before the answer"));
      return;
    }
    if (failure != null) {
      done.completeExceptionally(failure);
    } else if (complete) {
      done.complete(null);
    } else {
      if (waitsForWelcome && !welcomed) {
        welcomed = true;
        line.welcome();
      }
      pull();
    }
  }

  /** Takes the next piece, whose reference is taken over. */
  void accept(HttpContent piece) {
    rate.end(nanoClock.getAsLong());
    alarm.stop();
    if (piece.decoderResult().isFailure()) {
      piece.release();
      fail(new HttpException(400, "bad-request", "the body of the request is malformed"));
      return;
    }
    ByteBuf bytes = piece.content();
    boolean last = piece instanceof LastHttpContent;
    rate.add(bytes.readableBytes());
    received += bytes.readableBytes();
    HttpBodySink into = sink;
    if (into == null || skipping || done.isDone() || !bytes.isReadable()) {
      piece.release();
      passed(last);
      return;
    }
    passing = true;
    CompletableFuture<Void> taken;
    try {
      taken = into.take(bytes);
    } catch (RuntimeException e) {
      taken = CompletableFuture.failedFuture(e);
    }
    CompletableFuture<Void> taking = taken;
    if (taking.isDone() && !taking.isCompletedExceptionally()) {
      passed(last);
    } else {
      taking.whenComplete((nothing, thrown) -> loop.execute(() -> passed(last, thrown)));
    }
  }

  private void passed(boolean last, @Nullable Throwable thrown) {
    passing = false;
    if (thrown != null) {
      done.completeExceptionally(thrown); // the rest is none of the sink's business
      alarm.stop();
    }
    if (thrown == null || skipping) {
      passed(last);
    } else {
      complete |= last;
    }
  }

  private void passed(boolean last) {
    passing = false;
    if (failure != null) {
      return;
    }
    if (!last) {
      if (skipping || !done.isDone()) {
        pull();
      }
      return;
    }
    complete = true;
    alarm.stop();
    done.complete(null);
    if (skipping) {
      onSkipped.run();
    }
  }

  private void pull() {
    watch();
    line.pull();
  }

  private void watch() {
    long now = nanoClock.getAsLong();
    rate.begin(now);
    alarm.set(Math.max(0, rate.nanosLeft(now)));
  }

  private void look() {
    long now = nanoClock.getAsLong();
    if (complete || failure != null) {
      return;
    }
    if (rate.isTooSlow(now)) {
      line.tooSlow();
    } else {
      alarm.set(Math.max(1, rate.nanosLeft(now)));
    }
  }

  /** Whether all of it is here, or so little is missing that it may come for nothing. */
  boolean canBeSkipped() {
    return failure == null
        && (complete
            || (length >= 0 && length - received <= SHORT && (!waitsForWelcome || welcomed)));
  }

  /**
   * Reads what is missing for nothing. If the sink still has a piece it goes on after that; in the
   * client's time, as nobody waits for the sink any more.
   */
  void skip(Runnable then) {
    if (complete) {
      then.run();
      return;
    }
    skipping = true;
    onSkipped = then;
    if (passing) {
      watch();
    } else {
      pull();
    }
  }

  /** The rest is not coming. */
  void fail(Throwable cause) {
    alarm.stop();
    if (!complete && failure == null) {
      failure = cause;
      done.completeExceptionally(cause);
    }
  }

  /** The connection is gone. */
  void lost() {
    fail(new IOException("the connection ended before the body of the request"));
  }
}
