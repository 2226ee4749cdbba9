package dev.shoal.tracker.internal.codec;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;

/** A file id as its four big-endian words, which need no object. Reusable. */
public final class FileIdWords {
  private long word0;
  private long word1;
  private long word2;
  private long word3;

  /** The words of an id. */
  public static FileIdWords of(FileId file) {
    FileIdWords words = new FileIdWords();
    words.set(Unpooled.wrappedBuffer(file.toBytes()), 0);
    return words;
  }

  /**
   * The words of an id in a message.
   *
   * @throws ProtocolException with {@link ErrorCode#BAD_REQUEST} if it is none
   */
  public static FileIdWords read(ByteString bytes) throws ProtocolException {
    FileIdWords words = new FileIdWords();
    words.read(Unpooled.wrappedBuffer(bytes.asReadOnlyByteBuffer()), 0, bytes.size());
    return words;
  }

  /** Takes the words of an id from a buffer, if it has the right length. */
  void read(ByteBuf in, int at, int length) throws ProtocolException {
    if (length != FileId.LENGTH) {
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST, "a file id has " + FileId.LENGTH + " bytes, not " + length);
    }
    set(in, at);
  }

  private void set(ByteBuf in, int at) {
    word0 = in.getLong(at);
    word1 = in.getLong(at + Long.BYTES);
    word2 = in.getLong(at + 2 * Long.BYTES);
    word3 = in.getLong(at + 3 * Long.BYTES);
  }

  /** The id itself. */
  public ByteString toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(FileId.LENGTH);
    bytes.putLong(word0).putLong(word1).putLong(word2).putLong(word3);
    return ByteString.copyFrom(bytes.flip());
  }

  public long word0() {
    return word0;
  }

  public long word1() {
    return word1;
  }

  public long word2() {
    return word2;
  }

  public long word3() {
    return word3;
  }
}
