package dev.shoal.transport.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends events to one client, until either side has had enough. Thread-safe. */
final class EventStream implements HttpEventSink {
  private static final Logger log = LoggerFactory.getLogger(EventStream.class);
  private static final long BEAT_SECONDS = 15;
  private static final String BEAT = ": alive\n\n";

  private final Channel channel;
  private final HttpEventSource source;
  private final int backlog;

  /** Bytes that are written or will be, and that the kernel has not taken. */
  private final AtomicLong waiting = new AtomicLong();

  /**
   * Bytes of one event that is larger than the backlog by itself, which may be as nothing waited
   * before it: they don't count against those after it.
   */
  private volatile long oversize;

  private volatile boolean over;
  private @Nullable Future<?> beat;
  private long taken;
  private long takenBefore;
  private boolean behind;

  /**
   * @param backlog most bytes that wait, one event aside that nothing waited before
   */
  EventStream(Channel channel, HttpEventSource source, int backlog) {
    this.channel = channel;
    this.source = source;
    this.backlog = backlog;
  }

  /** Begins, after the headers. On the event loop, as what is private. */
  void open() {
    beat =
        channel
            .eventLoop()
            .scheduleWithFixedDelay(this::beat, BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
    source.open(this);
  }

  @Override
  public boolean send(String event, String data) {
    StringBuilder text = new StringBuilder(data.length() + event.length() + 32);
    text.append("event: ").append(event).append('\n');
    data.lines().forEach(line -> text.append("data: ").append(line).append('\n'));
    if (data.isEmpty()) {
      text.append("data:\n");
    }
    return send(text.append('\n').toString());
  }

  private boolean send(String text) {
    int bytes = ByteBufUtil.utf8Bytes(text);
    if (over) {
      return false;
    }
    long before = waiting.getAndAdd(bytes);
    if (before == 0) {
      oversize = bytes > backlog ? bytes : 0;
    } else if (before + bytes - oversize > backlog) {
      over = true;
      log.debug("a reader of events is too slow and is disconnected");
      channel.close();
      return false;
    }
    return run(() -> write(text, bytes));
  }

  private boolean run(Runnable action) {
    try {
      channel.eventLoop().execute(action);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  private void write(String text, int bytes) {
    if (over) {
      return;
    }
    ByteBuf encoded = channel.alloc().buffer(bytes);
    ByteBufUtil.writeUtf8(encoded, text);
    channel
        .writeAndFlush(new DefaultHttpContent(encoded))
        .addListener(
            written -> {
              waiting.addAndGet(-bytes);
              taken += bytes;
            });
  }

  private void beat() {
    ChannelOutboundBuffer sending = channel.unsafe().outboundBuffer();
    long now = taken + (sending == null ? 0 : sending.currentProgress());
    boolean stuck = waiting.get() > 0 && now == takenBefore;
    takenBefore = now;
    if (stuck && behind) {
      channel.close(); // nothing was read in two beats
      return;
    }
    behind = stuck;
    if (!stuck) {
      send(BEAT);
    }
  }

  @Override
  public boolean isIdle() {
    return waiting.get() == 0;
  }

  @Override
  public void close() {
    run(
        () -> {
          if (!over) {
            over = true;
            channel
                .writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
                .addListener(ChannelFutureListener.CLOSE);
          }
        });
  }

  /** The connection is gone. On the event loop. */
  void closed() {
    over = true;
    if (beat != null) {
      beat.cancel(false);
    }
    source.closed();
  }
}
