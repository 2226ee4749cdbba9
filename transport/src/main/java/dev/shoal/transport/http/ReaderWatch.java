package dev.shoal.transport.http;

import dev.shoal.transport.internal.Alarm;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.function.LongSupplier;

/**
 * Sees to it that a client reads what is sent to it as fast as it must. On the connection's event
 * loop.
 */
final class ReaderWatch {
  private final Channel channel;
  private final LeastRate rate;
  private final LongSupplier nanoClock;
  private final Alarm alarm;
  private final Runnable onTooSlow;
  private long seen;

  ReaderWatch(Channel channel, HttpLimits limits, LongSupplier nanoClock, Runnable onTooSlow) {
    this.channel = channel;
    this.rate = new LeastRate(limits.leastRate(), limits.grace());
    this.nanoClock = nanoClock;
    this.onTooSlow = onTooSlow;
    this.alarm = new Alarm(channel.eventLoop(), nanoClock, this::look);
  }

  /** Something is on its way to the client. */
  void begin() {
    long now = nanoClock.getAsLong();
    seen = 0;
    rate.begin(now);
    alarm.set(Math.max(1, rate.nanosLeft(now)));
  }

  /** The kernel has taken it. */
  void end(long bytes) {
    rate.add(bytes - Math.min(seen, bytes));
    rate.end(nanoClock.getAsLong());
    alarm.stop();
  }

  /** Nothing is watched any more. */
  void stop() {
    alarm.stop();
  }

  private void look() {
    ChannelOutboundBuffer sending = channel.unsafe().outboundBuffer();
    long progress = sending == null ? 0 : sending.currentProgress();
    rate.add(Math.max(0, progress - seen));
    seen = Math.max(seen, progress);
    long now = nanoClock.getAsLong();
    if (rate.isTooSlow(now)) {
      onTooSlow.run();
    } else {
      alarm.set(Math.max(1, rate.nanosLeft(now)));
    }
  }
}
