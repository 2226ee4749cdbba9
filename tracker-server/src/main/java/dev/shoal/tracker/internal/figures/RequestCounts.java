package dev.shoal.tracker.internal.figures;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import java.util.Arrays;

/** Requests by kind, and those that failed by code, up to a moment. Immutable. */
@SuppressWarnings("EnumOrdinal") // places in arrays, which outlive no build
public final class RequestCounts {
  private final long[] requests;
  private final long[] failures;

  RequestCounts(long[] requests, long[] failures) {
    this.requests = requests.clone();
    this.failures = failures.clone();
  }

  /** Requests of that kind. */
  public long requests(FrameKind kind) {
    return requests[kind.ordinal()];
  }

  /** Requests that failed with that code. */
  public long failures(ErrorCode code) {
    return failures[code.ordinal()];
  }

  /** Requests of all kinds. */
  public long requests() {
    return Arrays.stream(requests).sum();
  }

  /** Requests that failed. */
  public long failures() {
    return Arrays.stream(failures).sum();
  }
}
