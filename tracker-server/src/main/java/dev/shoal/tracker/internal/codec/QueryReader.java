package dev.shoal.tracker.internal.codec;

import dev.shoal.protocol.FileId;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Query;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Reads a {@link Query}. A reusable object of one thread. */
public final class QueryReader {
  private final FieldReader fields = new FieldReader(Unpooled.EMPTY_BUFFER, 0);
  private final FileIdWords file = new FileIdWords();
  private int maxSources;
  private boolean complete;
  private boolean lacksLittle;
  private boolean subscribe;

  /**
   * Reads a message.
   *
   * @param header whose readable bytes are the message
   * @throws ProtocolException if it does not parse, or the file id has other than {@value
   *     FileId#LENGTH} bytes
   */
  public void read(ByteBuf header) throws ProtocolException {
    fields.begin(header, header.readerIndex(), header.writerIndex());
    int idLength = 0;
    int idAt = 0;
    maxSources = 0;
    complete = false;
    lacksLittle = false;
    subscribe = false;
    while (fields.next()) {
      if (fields.is(Query.FILE_ID_FIELD_NUMBER, FieldReader.LENGTH_DELIMITED)) {
        idLength = fields.length();
        idAt = fields.bytes(idLength);
      } else if (fields.is(Query.MAX_SOURCES_FIELD_NUMBER, FieldReader.VARINT)) {
        maxSources = (int) fields.varint();
      } else if (fields.is(Query.COMPLETE_FIELD_NUMBER, FieldReader.VARINT)) {
        complete = fields.bool();
      } else if (fields.is(Query.LACKS_LITTLE_FIELD_NUMBER, FieldReader.VARINT)) {
        lacksLittle = fields.bool();
      } else if (fields.is(Query.SUBSCRIBE_FIELD_NUMBER, FieldReader.VARINT)) {
        subscribe = fields.bool();
      } else {
        fields.skip();
      }
    }
    file.read(header, idAt, idLength);
  }

  /** The file. */
  public FileIdWords file() {
    return file;
  }

  /** Most sources wanted, as sent. */
  public int maxSources() {
    return maxSources;
  }

  /** Whether the asker has the whole file. */
  public boolean complete() {
    return complete;
  }

  /** Whether the asker has most of the file. */
  public boolean lacksLittle() {
    return lacksLittle;
  }

  /** Whether the asker wants to be told of later sources. */
  public boolean subscribe() {
    return subscribe;
  }
}
