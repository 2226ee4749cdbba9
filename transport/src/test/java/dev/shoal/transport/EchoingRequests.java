package dev.shoal.transport;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Query;
import dev.shoal.protocol.wire.Sources;
import io.netty.buffer.ByteBuf;

/**
 * Answers queries with the number that they ask for: {@code seeder_count} becomes their {@code
 * max_sources}. A few numbers stand for what can go wrong.
 */
public final class EchoingRequests implements HotRequests {
  /** Is answered with an error, after some bytes of an answer. */
  public static final int REFUSED = 1_000_001;

  /** Breaks the protocol, after some bytes of an answer. */
  public static final int VIOLATION = 1_000_002;

  /** Makes this throw, after some bytes of an answer. */
  public static final int BUG = 1_000_003;

  /** Is answered with more than an answer may have. */
  public static final int TOO_LARGE = 1_000_004;

  /** Is answered with as much as an answer may have. */
  public static final int LARGE = 1_000_005;

  /** How many queries were answered, or not. */
  public volatile int asked;

  @Override
  public boolean takes(FrameKind kind) {
    return kind == FrameKind.QUERY;
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // written on one loop only
  public void answer(FrameKind kind, ByteBuf header, ByteBuf answer) throws ProtocolException {
    asked++;
    int number = number(header);
    switch (number) {
      case REFUSED -> {
        answer.writeZero(1000);
        throw new ProtocolException(ErrorCode.BUSY, "come back later");
      }
      case VIOLATION -> {
        answer.writeZero(1000);
        throw new ProtocolException(ErrorCode.PROTOCOL_VIOLATION, "that was wrong");
      }
      case BUG -> {
        answer.writeZero(100_000);
        throw new IllegalStateException("a bug");
      }
      case TOO_LARGE -> answer.writeZero(FrameKind.SOURCES.maxHeader() + 1);
      case LARGE -> answer.writeBytes(sources(1).toByteArray()).writeBytes(padding());
      default -> answer.writeBytes(sources(number).toByteArray());
    }
  }

  /** The query that is answered with {@link #sources}. */
  public static Query query(int number) {
    return Query.newBuilder().setMaxSources(number).build();
  }

  /** The answer to a {@link #query}. */
  public static Sources sources(int number) {
    return Sources.newBuilder().setSeederCount(number).build();
  }

  private static int number(ByteBuf header) throws ProtocolException {
    try {
      return Query.parseFrom(header.nioBuffer()).getMaxSources();
    } catch (InvalidProtocolBufferException e) {
      throw new ProtocolException(ErrorCode.PROTOCOL_VIOLATION, "not a query", e);
    }
  }

  /** Fills an answer up to its cap. */
  private static byte[] padding() {
    int length = FrameKind.SOURCES.maxHeader() - sources(1).getSerializedSize() - 3;
    return Sources.newBuilder()
        .setSeedersV4(ByteString.copyFrom(new byte[length]))
        .build()
        .toByteArray();
  }
}
