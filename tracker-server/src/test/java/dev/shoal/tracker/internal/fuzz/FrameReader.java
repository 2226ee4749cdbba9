package dev.shoal.tracker.internal.fuzz;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import dev.shoal.protocol.FrameKind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one direction of a connection's bytes as frames, by the protocol's document alone: an
 * opinion independent of the decoder under test.
 */
abstract class FrameReader {
  private static final int PREFIX = 16;
  private static final int MAX_HEADER = 512 * 1024;
  private static final int MAX_BODY = 1024 * 1024;

  private final ByteArrayOutputStream unread = new ByteArrayOutputStream();
  private boolean broken;
  private long skipped;

  /**
   * What a frame says, without its body.
   *
   * @param kind null if there is none with that number
   * @param header null if it does not parse, or its kind is unknown
   */
  record Frame(
      int number, @Nullable FrameKind kind, boolean last, int id, @Nullable MessageLite header) {}

  /** A frame was read, its body aside. */
  abstract void onFrame(Frame frame);

  /** What was read is no frame; nothing more will be. */
  abstract void onBroken(String why);

  final boolean isBroken() {
    return broken;
  }

  /** Reads on. */
  final void read(byte[] bytes) {
    if (broken) {
      return;
    }
    unread.writeBytes(bytes);
    ByteBuffer buffer = ByteBuffer.wrap(unread.toByteArray());
    unread.reset();
    while (!broken && skip(buffer) && readFrame(buffer)) {
      // goes on
    }
    unread.write(buffer.array(), buffer.position(), buffer.remaining());
  }

  private boolean readFrame(ByteBuffer buffer) {
    if (buffer.remaining() < PREFIX) {
      return false;
    }
    int at = buffer.position();
    long headerLength = Integer.toUnsignedLong(buffer.getInt(at));
    long bodyLength = Integer.toUnsignedLong(buffer.getInt(at + 4));
    int number = Short.toUnsignedInt(buffer.getShort(at + 8));
    int flags = Short.toUnsignedInt(buffer.getShort(at + 10));
    int id = buffer.getInt(at + 12);
    FrameKind kind = FrameKind.of(number);
    if (headerLength > (kind == null ? MAX_HEADER : kind.maxHeader())
        || bodyLength > (kind == null ? MAX_BODY : kind.maxBody())
        || flags > 1) {
      breakOff("a prefix breaks the limits: " + number + " " + headerLength + " " + bodyLength);
      return false;
    }
    if (buffer.remaining() < PREFIX + headerLength) {
      return false;
    }
    MessageLite header =
        kind == null ? null : parse(kind, buffer.slice(at + PREFIX, (int) headerLength));
    buffer.position(at + PREFIX + (int) headerLength);
    skipped = bodyLength; // is not waited for: the answer may come before
    onFrame(new Frame(number, kind, flags == 1, id, header));
    return true;
  }

  /** Passes over what is of no interest; false if more of that is to come. */
  private boolean skip(ByteBuffer buffer) {
    int count = (int) Math.min(skipped, buffer.remaining());
    buffer.position(buffer.position() + count);
    skipped -= count;
    return skipped == 0;
  }

  private static @Nullable MessageLite parse(FrameKind kind, ByteBuffer header) {
    try {
      return kind.parser().parseFrom(ByteString.copyFrom(header));
    } catch (InvalidProtocolBufferException e) {
      return null;
    }
  }

  private void breakOff(String why) {
    broken = true;
    onBroken(why);
  }
}
