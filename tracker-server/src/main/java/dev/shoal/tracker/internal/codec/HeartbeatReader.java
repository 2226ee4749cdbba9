package dev.shoal.tracker.internal.codec;

import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Heartbeat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Reads a {@link Heartbeat}. A reusable object of one thread. */
public final class HeartbeatReader {
  private final FieldReader fields = new FieldReader(Unpooled.EMPTY_BUFFER, 0);

  /**
   * The digest that a message carries.
   *
   * @throws ProtocolException if it does not parse
   */
  public long digest(ByteBuf header) throws ProtocolException {
    fields.begin(header, header.readerIndex(), header.writerIndex());
    long digest = 0;
    while (fields.next()) {
      if (fields.is(Heartbeat.DIGEST_FIELD_NUMBER, FieldReader.FIXED64)) {
        digest = fields.fixed64();
      } else {
        fields.skip();
      }
    }
    return digest;
  }
}
