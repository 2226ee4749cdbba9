package dev.shoal.tracker.internal.codec;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Register;
import dev.shoal.protocol.wire.Registration;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Reads a {@link Register}: first all of it, so that a request is taken as a whole or not at all,
 * then one registration after the other. A reusable object of one thread.
 */
public final class RegisterReader {
  private final FieldReader fields = new FieldReader(Unpooled.EMPTY_BUFFER, 0);
  private final FieldReader inner = new FieldReader(Unpooled.EMPTY_BUFFER, 1);
  private final int[] from = new int[Limits.MAX_BATCH];
  private final int[] to = new int[Limits.MAX_BATCH];
  private final FileIdWords file = new FileIdWords();
  private ByteBuf header = Unpooled.EMPTY_BUFFER;
  private boolean reset;
  private int count;
  private boolean complete;
  private int chunkSize;
  private int chunkSetAt;
  private int chunkSetLength;
  private int idAt;

  /**
   * Reads a message as far as to know its parts.
   *
   * @param message whose readable bytes it is; used until the last {@link #select}
   * @throws ProtocolException if it does not parse, or has more registrations than a batch may
   */
  public void read(ByteBuf message) throws ProtocolException {
    header = message;
    fields.begin(message, message.readerIndex(), message.writerIndex());
    reset = false;
    count = 0;
    while (fields.next()) {
      if (fields.is(Register.RESET_FIELD_NUMBER, FieldReader.VARINT)) {
        reset = fields.bool();
      } else if (fields.is(Register.REGISTRATIONS_FIELD_NUMBER, FieldReader.LENGTH_DELIMITED)) {
        int length = fields.length();
        int at = fields.bytes(length);
        if (count == Limits.MAX_BATCH) {
          throw new ProtocolException(
              ErrorCode.BAD_REQUEST, "a batch has at most " + Limits.MAX_BATCH + " registrations");
        }
        from[count] = at;
        to[count++] = at + length;
      } else {
        fields.skip();
      }
    }
  }

  /** Whether earlier registrations are to be forgotten. */
  public boolean reset() {
    return reset;
  }

  /** How many registrations there are. */
  public int count() {
    return count;
  }

  /**
   * Reads one registration, which the methods below then describe.
   *
   * @throws ProtocolException if it does not parse, or its file id is none
   */
  public void select(int index) throws ProtocolException {
    inner.begin(header, from[index], to[index]);
    int idLength = 0;
    idAt = 0;
    complete = false;
    chunkSize = 0;
    chunkSetAt = 0;
    chunkSetLength = 0;
    while (inner.next()) {
      if (inner.is(Registration.FILE_ID_FIELD_NUMBER, FieldReader.LENGTH_DELIMITED)) {
        idLength = inner.length();
        idAt = inner.bytes(idLength);
      } else if (inner.is(Registration.COMPLETE_FIELD_NUMBER, FieldReader.VARINT)) {
        complete = inner.bool();
      } else if (inner.is(Registration.CHUNK_SIZE_FIELD_NUMBER, FieldReader.VARINT)) {
        chunkSize = (int) inner.varint();
      } else if (inner.is(Registration.CHUNK_SET_FIELD_NUMBER, FieldReader.LENGTH_DELIMITED)) {
        chunkSetLength = inner.length();
        chunkSetAt = inner.bytes(chunkSetLength);
      } else {
        inner.skip();
      }
    }
    file.read(header, idAt, idLength);
  }

  /** The file. */
  public FileIdWords file() {
    return file;
  }

  /** Whether all of the file is held. */
  public boolean complete() {
    return complete;
  }

  /** Chunk size of the set, as sent. */
  public int chunkSize() {
    return chunkSize;
  }

  /** Bytes of the chunk set. */
  public int chunkSetLength() {
    return chunkSetLength;
  }

  /** A copy of the chunk set. */
  public byte[] chunkSet() {
    byte[] bytes = new byte[chunkSetLength];
    header.getBytes(chunkSetAt, bytes);
    return bytes;
  }

  /** A copy of the file id. */
  public byte[] fileId() {
    byte[] bytes = new byte[FileId.LENGTH];
    header.getBytes(idAt, bytes);
    return bytes;
  }
}
