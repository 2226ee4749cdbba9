package dev.shoal.tracker.internal.figures;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;

/** Counts requests by kind, and those that failed by code; owned by the tracker's loop. */
@SuppressWarnings("EnumOrdinal") // places in arrays, which outlive no build
public final class RequestTally {
  private final long[] requests = new long[FrameKind.values().length];
  private final long[] failures = new long[ErrorCode.values().length];

  /** A request of that kind has come. */
  public void asked(FrameKind kind) {
    requests[kind.ordinal()]++;
  }

  /** A request was answered with an error. */
  public void failed(ErrorCode code) {
    failures[code.ordinal()]++;
  }

  /** The counts so far. */
  public RequestCounts counts() {
    return new RequestCounts(requests, failures);
  }
}
