package dev.shoal.transport.internal.limits;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.transport.TrafficLimits;
import java.util.concurrent.TimeUnit;

/** Notices that a frame arrives so slowly that its sender only means to occupy the connection. */
public final class FramePace {
  private static final long NONE = -1;

  private final long graceNanos;
  private final int slowestBytes;
  private long frame = NONE;
  private long sinceNanos;

  /** As those limits say. */
  public FramePace(TrafficLimits limits) {
    graceNanos = limits.frameGrace().toNanos();
    slowestBytes = limits.slowestBytes();
  }

  /**
   * A frame has arrived in part.
   *
   * @param number differs from frame to frame
   * @param length of the whole frame as far as it is known
   * @param nowNanos of a clock that stands still while nothing is read
   * @throws ProtocolException if it takes too long
   */
  public void check(long number, long length, long nowNanos) throws ProtocolException {
    if (frame != number) {
      frame = number;
      sinceNanos = nowNanos;
    } else if (slowestBytes != 0
        && nowNanos - sinceNanos - graceNanos
            > length * TimeUnit.SECONDS.toNanos(1) / slowestBytes) {
      throw new ProtocolException(
          ErrorCode.TIMED_OUT, "a frame arrived slower than " + slowestBytes + " bytes a second");
    }
  }
}
