package dev.shoal.benchmarks.load;

import dev.shoal.protocol.FrameKind;
import java.util.Locale;

/** What the load consists of: requests that a tracker answers, each by its name in a mix. */
enum Operation {
  QUERY(FrameKind.QUERY),
  REGISTER(FrameKind.REGISTER),
  UNREGISTER(FrameKind.UNREGISTER),
  HEARTBEAT(FrameKind.HEARTBEAT),
  SEARCH(FrameKind.SEARCH),
  PUBLISH(FrameKind.PUBLISH),
  DETAILS(FrameKind.DETAILS);

  private final FrameKind request;
  private final FrameKind answer;

  Operation(FrameKind request) {
    this.request = request;
    this.answer = request.answer();
  }

  /** The kind of frame that asks for it. */
  FrameKind request() {
    return request;
  }

  /** The kind of frame that answers it, errors aside. */
  FrameKind answer() {
    return answer;
  }

  /** Whether request or answer tells what the session has registered. */
  boolean tellsDigest() {
    return this == REGISTER || this == UNREGISTER || this == HEARTBEAT;
  }

  /** Its name on the command line and in reports. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
