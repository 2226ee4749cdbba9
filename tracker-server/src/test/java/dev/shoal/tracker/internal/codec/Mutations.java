package dev.shoal.tracker.internal.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Encoded messages as strangers may send them: valid in unusual ways, or broken. */
final class Mutations {
  private Mutations() {}

  /** Reads a message. */
  @FunctionalInterface
  interface Reading {
    void read(ByteBuf message) throws ProtocolException;
  }

  /** The code with which a reading fails, if it does. */
  static Optional<ErrorCode> refusal(Reading reading, ByteString message) {
    try {
      reading.read(buffer(message));
      return Optional.empty();
    } catch (ProtocolException e) {
      return Optional.of(e.code());
    }
  }

  /** A message in the middle of a buffer, as it arrives. */
  static ByteBuf buffer(ByteString message) {
    byte[] bytes = new byte[message.size() + 10];
    Arrays.fill(bytes, (byte) 0xFF);
    message.copyTo(bytes, 5);
    return Unpooled.wrappedBuffer(bytes).setIndex(5, 5 + message.size());
  }

  /** File ids, and what is none. */
  static Arbitrary<ByteString> ids() {
    return Arbitraries.frequencyOf(Tuple.of(8, bytes(32, 32)), Tuple.of(1, bytes(0, 40)));
  }

  static Arbitrary<ByteString> bytes(int min, int max) {
    return Arbitraries.bytes()
        .array(byte[].class)
        .ofMinSize(min)
        .ofMaxSize(max)
        .map(ByteString::copyFrom);
  }

  /** Fields of every wire type, with numbers that a message has and that it does not have. */
  static Arbitrary<ByteString> fields() {
    Arbitrary<Integer> numbers =
        Arbitraries.oneOf(
            Arbitraries.integers().between(1, 6), Arbitraries.integers().between(7, (1 << 29) - 1));
    Arbitrary<UnknownFieldSet.Field> values =
        Arbitraries.oneOf(
            Arbitraries.longs().map(v -> UnknownFieldSet.Field.newBuilder().addVarint(v).build()),
            Arbitraries.longs().map(v -> UnknownFieldSet.Field.newBuilder().addFixed64(v).build()),
            Arbitraries.integers()
                .map(v -> UnknownFieldSet.Field.newBuilder().addFixed32(v).build()),
            bytes(0, 40).map(v -> UnknownFieldSet.Field.newBuilder().addLengthDelimited(v).build()),
            Combinators.combine(numbers, Arbitraries.longs())
                .as(
                    (number, value) ->
                        UnknownFieldSet.Field.newBuilder()
                            .addGroup(
                                UnknownFieldSet.newBuilder()
                                    .addField(
                                        number,
                                        UnknownFieldSet.Field.newBuilder().addVarint(value).build())
                                    .build())
                            .build()));
    return Combinators.combine(numbers, values)
        .as(
            (number, value) ->
                UnknownFieldSet.newBuilder().addField(number, value).build().toByteString());
  }

  /** Messages with other fields among their own, in any order, and repeated. */
  static Arbitrary<ByteString> mixed(Arbitrary<ByteString> messages) {
    return Arbitraries.oneOf(messages, messages, fields())
        .list()
        .ofMaxSize(5)
        .map(parts -> parts.stream().reduce(ByteString.EMPTY, ByteString::concat));
  }

  /** Mixed messages of which most are then broken somewhere, and plain garbage. */
  static Arbitrary<ByteString> broken(Arbitrary<ByteString> messages) {
    Arbitrary<ByteString> changed =
        Combinators.combine(
                mixed(messages),
                Arbitraries.integers(),
                Arbitraries.bytes(),
                Arbitraries.of(0, 1, 2))
            .as(Mutations::change);
    return Arbitraries.oneOf(changed, bytes(0, 30), mixed(messages))
        .filter(message -> !hasNumberOfManyBytes(message));
  }

  /**
   * Whether it may have a number of more than ten bytes. Nobody writes one; the readers refuse it,
   * and the generated classes take some and refuse others.
   */
  private static boolean hasNumberOfManyBytes(ByteString message) {
    int run = 0;
    for (int i = 0; i < message.size() && run < 10; i++) {
      run = message.byteAt(i) < 0 ? run + 1 : 0;
    }
    return run == 10;
  }

  private static ByteString change(ByteString message, int where, byte value, int how) {
    int at = Math.floorMod(where, message.size() + 1);
    return switch (how) {
      case 0 -> message.substring(0, at);
      case 1 ->
          message
              .substring(0, at)
              .concat(ByteString.copyFrom(new byte[] {value}))
              .concat(message.substring(at));
      default ->
          message
              .substring(0, at)
              .concat(ByteString.copyFrom(new byte[] {value}))
              .concat(message.substring(Math.min(message.size(), at + 1)));
    };
  }

  /** A varint of ten bytes where fewer would do. */
  static ByteString longVarint(long value) {
    byte[] bytes = new byte[10];
    for (int i = 0; i < 9; i++) {
      bytes[i] = (byte) (0x80 | (value >>> (7 * i) & 0x7F));
    }
    bytes[9] = (byte) (value >>> 63);
    return ByteString.copyFrom(bytes);
  }

  /** Groups within groups. */
  static ByteString nested(int depth) {
    ByteString.Output out = ByteString.newOutput();
    for (int i = 0; i < depth; i++) {
      out.write(15 << 3 | 3);
    }
    for (int i = 0; i < depth; i++) {
      out.write(15 << 3 | 4);
    }
    return out.toByteString();
  }

  /** Malformed in ways that random bytes seldom are. */
  static List<ByteString> malformed() {
    return List.of(
        hex(0x00),
        hex(0x07),
        hex(0x7C),
        hex(0x7B),
        hex(0x7B, 0x74),
        hex(0x7E),
        hex(0x7F),
        hex(0x80),
        hex(0x78),
        hex(0x7A, 0x05, 0x00),
        hex(0x7A, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F),
        hex(0x7A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07),
        hex(0x79, 1, 2, 3, 4, 5, 6, 7),
        hex(0x7D, 1, 2, 3),
        hex(0x78, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1),
        nested(101));
  }

  private static ByteString hex(int... values) {
    ByteString.Output out = ByteString.newOutput();
    for (int value : values) {
      out.write(value);
    }
    return out.toByteString();
  }
}
