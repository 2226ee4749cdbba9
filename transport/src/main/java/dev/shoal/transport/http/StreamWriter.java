package dev.shoal.transport.http;

import dev.shoal.transport.Body;
import dev.shoal.transport.RateLimit;
import dev.shoal.transport.internal.Alarm;
import dev.shoal.transport.internal.SendPace;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends the body of an answer piece by piece: the next one is asked for when the kernel has taken
 * the one before, and the limit allows it. Regions of files go on as they are. On the connection's
 * event loop.
 */
final class StreamWriter {
  private static final int SLICE = 1 << 20;

  private final Channel channel;
  private final HttpSource source;
  private final long length;
  private final ReaderWatch watch;
  private final LongSupplier nanoClock;
  private final Consumer<@Nullable Throwable> onDone;
  private final SendPace pace = new SendPace();
  private final Alarm alarm;
  private long sent;
  private boolean over;

  /**
   * @param onDone called once, with why it could not be sent; not if it was closed before
   */
  StreamWriter(
      Channel channel,
      HttpAnswer.Stream stream,
      ReaderWatch watch,
      LongSupplier nanoClock,
      Consumer<@Nullable Throwable> onDone) {
    this.channel = channel;
    this.source = stream.source();
    this.length = stream.length();
    this.watch = watch;
    this.nanoClock = nanoClock;
    this.onDone = onDone;
    this.alarm = new Alarm(channel.eventLoop(), nanoClock, this::next);
  }

  /** Begins; or goes on. */
  void next() {
    if (over) {
      return;
    }
    if (sent == length) {
      finish();
      return;
    }
    RateLimit limit = source.limit();
    int most = (int) Math.min(SLICE, length - sent);
    if (limit != null && limit.isInForce()) {
      most = Math.min(most, limit.slice(SLICE));
      long wait = pace.nanosToWait(limit, most, nanoClock.getAsLong());
      if (wait > 0) {
        channel.flush(); // the headers need not wait
        alarm.set(wait);
        return;
      }
    }
    CompletableFuture<Body> reading;
    try {
      reading = source.read(sent, most);
    } catch (RuntimeException e) {
      reading = CompletableFuture.failedFuture(e);
    }
    CompletableFuture<Body> piece = reading;
    if (piece.isDone()) {
      piece.whenComplete(this::write);
    } else {
      channel.flush();
      piece.whenComplete(
          (body, failure) -> channel.eventLoop().execute(() -> write(body, failure)));
    }
  }

  /** All of it has left; the headers of an empty one may not have. */
  private void finish() {
    watch.begin();
    channel
        .writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
        .addListener(
            written -> {
              watch.end(0);
              end(written.cause());
            });
  }

  private void write(@Nullable Body piece, @Nullable Throwable failure) {
    if (piece == null) {
      end(failure == null ? new IllegalStateException("a source without a piece") : failure);
      return;
    }
    if (over) {
      piece.release();
      return;
    }
    int bytes = piece.length();
    if (bytes < 1 || bytes > length - sent) {
      piece.release();
      end(new IllegalStateException("a piece of " + bytes + " bytes"));
      return;
    }
    watch.begin();
    Object slice;
    try {
      slice = piece.slice(0, bytes);
    } catch (RuntimeException | Error e) {
      try {
        piece.release();
      } finally {
        end(e); // or nobody would hear of it
      }
      return;
    }
    channel
        .writeAndFlush(slice)
        .addListener(
            written -> {
              piece.release();
              watch.end(bytes);
              if (written.isSuccess()) {
                taken(bytes);
              } else {
                end(written.cause());
              }
            });
  }

  private void taken(int bytes) {
    sent += bytes;
    RateLimit limit = source.limit();
    if (limit != null) {
      limit.count(bytes);
    }
    if (!over && !channel.eventLoop().isShuttingDown()) {
      // Due at once, yet in the loop's next round, so that a fast reader does not have it alone.
      channel.eventLoop().schedule(this::next, 0, TimeUnit.NANOSECONDS);
    }
  }

  private void end(@Nullable Throwable failure) {
    if (!over) {
      close();
      onDone.accept(failure);
    }
  }

  /** Sends nothing more. */
  void close() {
    if (!over) {
      over = true;
      alarm.stop();
      watch.stop();
      source.close();
    }
  }
}
