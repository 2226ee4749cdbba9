package dev.shoal.tracker.internal.codec;

import dev.shoal.protocol.wire.HeartbeatAck;
import dev.shoal.protocol.wire.Registered;
import dev.shoal.protocol.wire.Sources;
import dev.shoal.tracker.internal.swarm.SourceSample;
import io.netty.buffer.ByteBuf;

/** Writes the answers to hot requests, to the byte as the generated classes do. */
public final class AnswerWriter {
  private static final int TYPE_BITS = 3;

  private AnswerWriter() {}

  /** Appends a {@link Sources}. */
  public static void sources(
      SourceSample sample, boolean warming, boolean subscribed, ByteBuf out) {
    group(Sources.SEEDERS_V4_FIELD_NUMBER, sample, true, true, out);
    group(Sources.LEECHERS_V4_FIELD_NUMBER, sample, false, true, out);
    group(Sources.SEEDERS_V6_FIELD_NUMBER, sample, true, false, out);
    group(Sources.LEECHERS_V6_FIELD_NUMBER, sample, false, false, out);
    number(Sources.SEEDER_COUNT_FIELD_NUMBER, sample.seederCount(), out);
    number(Sources.LEECHER_COUNT_FIELD_NUMBER, sample.leecherCount(), out);
    number(Sources.WARMING_FIELD_NUMBER, warming ? 1 : 0, out);
    number(Sources.SUBSCRIBED_FIELD_NUMBER, subscribed ? 1 : 0, out);
  }

  /** Appends a {@link Registered}. */
  public static void registered(long digest, ByteBuf out) {
    if (digest != 0) {
      out.writeByte(Registered.DIGEST_FIELD_NUMBER << TYPE_BITS | FieldReader.FIXED64);
      out.writeLongLE(digest);
    }
  }

  /** Appends a {@link HeartbeatAck}. */
  public static void heartbeatAck(boolean inStep, boolean dialable, ByteBuf out) {
    number(HeartbeatAck.IN_STEP_FIELD_NUMBER, inStep ? 1 : 0, out);
    number(HeartbeatAck.DIALABLE_FIELD_NUMBER, dialable ? 1 : 0, out);
  }

  private static void group(
      int field, SourceSample sample, boolean seeders, boolean v4, ByteBuf out) {
    int length = sample.packedLength(seeders, v4);
    if (length > 0) {
      out.writeByte(field << TYPE_BITS | FieldReader.LENGTH_DELIMITED);
      varint(length, out);
      out.ensureWritable(length);
      sample.pack(seeders, v4, out);
    }
  }

  /** A field that has its default is not written. */
  private static void number(int field, int value, ByteBuf out) {
    if (value != 0) {
      out.writeByte(field << TYPE_BITS | FieldReader.VARINT);
      varint(value, out);
    }
  }

  /** Of a number that is not negative. */
  private static void varint(int value, ByteBuf out) {
    int rest = value;
    while (rest > 0x7F) {
      out.writeByte((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }
}
