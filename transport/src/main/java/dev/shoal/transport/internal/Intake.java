package dev.shoal.transport.internal;

import dev.shoal.protocol.ProtocolException;
import dev.shoal.transport.RateLimit;
import dev.shoal.transport.ReceiveCap;
import dev.shoal.transport.TrafficLimits;
import dev.shoal.transport.internal.limits.FramePace;
import dev.shoal.transport.internal.limits.Meter;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What arrives on one connection: how much, how fast, and whether more is read. On the connection's
 * event loop.
 */
final class Intake {
  private final Meter meter;
  private final FramePace pace;
  private final ReceiveCap cap;
  private final ReadPace readPace = new ReadPace();
  private final ReadThreshold threshold = new ReadThreshold();
  private final ReadGate gate;
  private final long signNanos;
  private final LongSupplier nanoClock;

  /** Of what has arrived, what rate limits count. */
  private final LongAdder counted = new LongAdder();

  /** When the other side last got a sign of life for reading slowly. */
  private long signedNanos;

  private boolean encrypted;

  /**
   * The intake of a new connection.
   *
   * @param meter which takes everything that arrives
   * @param cap of the channel's receive buffers
   * @param sign how often the other side is to hear something while this one reads slowly
   */
  Intake(TrafficLimits limits, Meter meter, ReceiveCap cap, Duration sign, LongSupplier nanoClock) {
    this.meter = meter;
    this.cap = cap;
    this.pace = new FramePace(limits);
    this.gate = new ReadGate(this::pauseNanos, nanoClock);
    this.signNanos = sign.toNanos();
    this.signedNanos = nanoClock.getAsLong();
    this.nanoClock = nanoClock;
  }

  /** One that takes whatever comes. */
  static Intake unlimited() {
    return new Intake(
        TrafficLimits.defaults(),
        Meter.unlimited(),
        ReceiveCap.idle(),
        Duration.ZERO,
        System::nanoTime);
  }

  /**
   * What the socket yields is encrypted, and counts as {@link #arrived}, before it is decrypted.
   */
  void encrypted() {
    encrypted = true;
    threshold.disable();
  }

  /** The measure of what arrives. */
  Meter meter() {
    return meter;
  }

  /** Bytes that have arrived and that rate limits count; from any thread. */
  long countedBytes() {
    return counted.sum();
  }

  /** Bytes of frames were read. */
  void received(Channel channel, int count) {
    threshold.received(count);
    if (!encrypted) {
      arrived(channel, count);
    }
  }

  /** Bytes came out of the socket. */
  void arrived(Channel channel, int count) {
    long now = nanoClock.getAsLong();
    meter.received(count, now);
    long pause = meter.pauseNanos(now);
    if (pause > 0) {
      gate.pause(channel, pause);
    }
  }

  /** All that was there has been read; so many bytes of a body are still to come. */
  void readComplete(Channel channel, int bodyMissing) {
    threshold.readComplete(channel, bodyMissing);
  }

  /**
   * Bytes of a body were read.
   *
   * @param limit what they count against; null: nothing
   * @return whether the other side is to hear something: while what it sends waits in between, it
   *     can't tell a slow reader from a dead one
   */
  boolean bodyReceived(Channel channel, @Nullable RateLimit limit, int count) {
    if (limit != null) {
      limit.count(count);
      counted.add(count);
    }
    if (limit == null || !limit.isInForce()) {
      cap.set(ReceiveCap.NONE);
      return false;
    }
    cap.set(limit.slice(ReceiveCap.NONE));
    long now = nanoClock.getAsLong();
    readPace.received(limit, count, now);
    long pause = readPace.nanosToWait(now);
    if (pause > 0) {
      gate.pause(channel, pause);
    }
    if (now - signedNanos < signNanos) {
      return false;
    }
    signedNanos = now;
    return true;
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

  /** A time that stands still while nothing is read. */
  long openNanos() {
    return gate.openNanos();
  }

  /** Reads from now on in any case. */
  void open(Channel channel) {
    gate.open(channel);
  }

  private long pauseNanos() {
    long now = nanoClock.getAsLong();
    return Math.max(meter.pauseNanos(now), readPace.nanosToWait(now));
  }
}
