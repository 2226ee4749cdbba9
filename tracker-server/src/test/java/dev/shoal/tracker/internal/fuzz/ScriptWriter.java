package dev.shoal.tracker.internal.fuzz;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.FrameKind;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Writes what {@link TrackerScript} reads. */
final class ScriptWriter {
  /** Every peer has a lease. */
  static final int ALL_LEASED = 0x07;

  /** See {@link Peer#id}. */
  static final int ID_ZERO = 0xFF;

  private static final int MAX_HEADER = 255;
  private static final int ENOUGH = 4096;

  private final ByteArrayOutputStream script = new ByteArrayOutputStream();

  /**
   * A script without steps.
   *
   * @param begin its first byte
   */
  ScriptWriter(int begin) {
    script.write(begin);
  }

  /** A step, and what it reads. */
  ScriptWriter step(TrackerScript.Step step, int peer, int... details) {
    script.write(TrackerScript.STEPS.indexOf(step));
    script.write(peer);
    for (int detail : details) {
      script.write(detail);
    }
    return this;
  }

  /** A frame with that header. */
  ScriptWriter send(int peer, FrameKind kind, MessageLite header) {
    byte[] bytes = header.toByteArray();
    if (bytes.length > MAX_HEADER) {
      throw new IllegalArgumentException(bytes.length + " bytes are too many for a script");
    }
    step(
        TrackerScript.Step.RAW_HEADER,
        peer,
        TrackerScript.KINDS.indexOf(kind),
        0,
        id(kind),
        bytes.length);
    script.writeBytes(bytes);
    return this;
  }

  /** A frame that {@link MessageMaker} makes, all decisions of which are the same. */
  ScriptWriter make(int peer, FrameKind kind, int decision) {
    byte[] decisions = new byte[ENOUGH];
    Arrays.fill(decisions, (byte) decision);
    Input input = new Input(decisions);
    new MessageMaker(input, new Knowledge()).header(kind);
    step(TrackerScript.Step.FRAME, peer, TrackerScript.KINDS.indexOf(kind), 0);
    script.write(decisions, 0, input.position());
    if (kind.place() != FrameKind.Place.NOTICE) {
      script.write(id(kind));
    }
    return this;
  }

  byte[] toBytes() {
    return script.toByteArray();
  }

  /** See {@link Peer#id}. */
  private static int id(FrameKind kind) {
    return kind.place() == FrameKind.Place.NOTICE ? ID_ZERO : 0;
  }
}
