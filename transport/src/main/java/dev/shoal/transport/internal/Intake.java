package dev.shoal.transport.internal;

import dev.shoal.protocol.ProtocolException;
import dev.shoal.transport.TrafficLimits;
import dev.shoal.transport.internal.limits.FramePace;
import dev.shoal.transport.internal.limits.Meter;
import io.netty.channel.Channel;
import java.util.function.LongSupplier;

/**
 * What arrives on one connection: how much, how fast, and whether more is read. On the connection's
 * event loop.
 */
final class Intake {
  private final Meter meter;
  private final FramePace pace;
  private final ReadGate gate;
  private final LongSupplier nanoClock;

  /**
   * The intake of a new connection.
   *
   * @param meter which takes everything that arrives
   */
  Intake(TrafficLimits limits, Meter meter, LongSupplier nanoClock) {
    this.meter = meter;
    this.pace = new FramePace(limits);
    this.gate = new ReadGate(() -> meter.pauseNanos(nanoClock.getAsLong()), nanoClock);
    this.nanoClock = nanoClock;
  }

  /** One that takes whatever comes. */
  static Intake unlimited() {
    return new Intake(TrafficLimits.defaults(), Meter.unlimited(), System::nanoTime);
  }

  /** The measure of what arrives. */
  Meter meter() {
    return meter;
  }

  /** Bytes were read. */
  void received(Channel channel, int count) {
    long now = nanoClock.getAsLong();
    meter.received(count, now);
    long pause = meter.pauseNanos(now);
    if (pause > 0) {
      gate.pause(channel, pause);
    }
  }

  /**
   * A notice was received.
   *
   * @throws ProtocolException if far too many come
   */
  void notice() throws ProtocolException {
    meter.notice();
  }

  /**
   * A frame has arrived in part.
   *
   * @throws ProtocolException as {@link FramePace#check}
   */
  void checkPace(long frame, long length) throws ProtocolException {
    pace.check(frame, length, gate.openNanos());
  }

  /** Reading stops while what is sent piles up. */
  void setFull(Channel channel, boolean full) {
    gate.setFull(channel, full);
  }

  /** Whether reading pauses because too much came. */
  boolean isPaused() {
    return gate.isPaused();
  }

  /** Reads from now on in any case. */
  void open(Channel channel) {
    gate.open(channel);
  }
}
