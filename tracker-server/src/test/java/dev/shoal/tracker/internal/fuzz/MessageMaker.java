package dev.shoal.tracker.internal.fuzz;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes messages of any kind as an input decides, field by field: values that make sense, values at
 * and beyond the limits, and values out of nowhere. New fields and kinds need no line here.
 */
final class MessageMaker {
  private static final int[] MANY = {16, 64, 500, 2048, 2049};

  /** Just too large for any kind of frame. */
  private static final int LARGEST = 600_000;

  private static final int[] NUMBERS = {
    1, 2, 30, 256, 257, 0xFFFF, 0x1_0000, 7070, -1, Integer.MIN_VALUE, Integer.MAX_VALUE
  };
  private static final long[] LONG_NUMBERS = {
    1, 150_000, 1 << 18, 1L << 42, (1L << 42) + 1, -1, Long.MIN_VALUE, Long.MAX_VALUE
  };
  private static final String[] TEXTS = {
    "a", "ab", "a b", "Linux ISO", "ǅ İß", "\u0000", " ", "a\nb", "é\u0301", "\uD83D\uDC1F", "…"
  };
  private static final int[] LENGTHS = {64, 65, 200, 255, 256, 257, 1024, 1025};
  private static final int[] SET_LENGTHS = {1, 2, 3, 8, 9, 1024, 131_072, 131_073};

  private final Input input;
  private final Knowledge knowledge;

  MessageMaker(Input input, Knowledge knowledge) {
    this.input = input;
    this.knowledge = knowledge;
  }

  /** A header of that kind, encoded. */
  byte[] header(FrameKind kind) {
    try {
      Message none = (Message) kind.parser().parseFrom(ByteString.EMPTY);
      return message(none.newBuilderForType()).toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  /** The universe of files is small, so that peers meet in their swarms. */
  static ByteString fileId(int choice) {
    int length = choice < 0xFD ? FileId.LENGTH : choice == 0xFD ? 0 : choice - 0xFE + 31;
    byte[] id = new byte[length];
    if (length > 0) {
      id[0] = (byte) (choice & 7);
      id[length - 1] = (byte) (choice >> 3 & 7);
    }
    return ByteString.copyFrom(id);
  }

  /** The files of that universe, as far as few messages name very many. */
  static List<ByteString> files() {
    return IntStream.range(0, 64).mapToObj(MessageMaker::fileId).toList();
  }

  private Message message(Message.Builder builder) {
    for (FieldDescriptor field : builder.getDescriptorForType().getFields()) {
      int shape = input.next();
      int detail = shape >> 2;
      switch (shape & 3) {
        case 0 -> {}
        case 3 -> many(builder, field, detail);
        default -> {
          for (int left = field.isRepeated() ? 1 + detail % 4 : 1; left > 0; left--) {
            put(builder, field, value(builder, field, detail));
          }
        }
      }
    }
    return builder.build();
  }

  /** Very many of the same, but for their file ids. */
  private void many(Message.Builder builder, FieldDescriptor field, int detail) {
    Object first = value(builder, field, detail);
    put(builder, field, first);
    int most = field.isRepeated() ? MANY[detail % MANY.length] : 1;
    for (int i = Math.min(most, LARGEST / size(first)); i > 1; i--) {
      put(builder, field, variant(first, i));
    }
  }

  private static int size(Object value) {
    return value instanceof Message message
        ? message.getSerializedSize() + 1
        : value instanceof String text ? text.length() + 1 : FileId.LENGTH;
  }

  private static Object variant(Object first, int index) {
    if (first instanceof ByteString id && id.size() == FileId.LENGTH) {
      byte[] bytes = id.toByteArray();
      bytes[1] = (byte) (index >> 8);
      bytes[2] = (byte) index;
      return ByteString.copyFrom(bytes);
    }
    if (first instanceof Message message) {
      FieldDescriptor id = message.getDescriptorForType().findFieldByName("file_id");
      return id == null
          ? first
          : message.toBuilder().setField(id, variant(message.getField(id), index)).build();
    }
    return first;
  }

  private static void put(Message.Builder builder, FieldDescriptor field, Object value) {
    if (field.isRepeated()) {
      builder.addRepeatedField(field, value);
    } else {
      builder.setField(field, value);
    }
  }

  private Object value(Message.Builder builder, FieldDescriptor field, int detail) {
    return switch (field.getJavaType()) {
      case BOOLEAN -> true;
      case INT -> number(field.getName(), detail);
      case LONG -> longNumber(field.getName(), detail);
      case STRING -> text(detail);
      case BYTE_STRING -> bytes(field.getName(), detail);
      case MESSAGE -> message(builder.newBuilderForField(field));
      case ENUM -> {
        var values = field.getEnumType().getValues();
        yield values.get(detail % values.size());
      }
      default -> throw new AssertionError("no message has a field like " + field);
    };
  }

  private int number(String name, int detail) {
    if (name.equals("chunk_size") && detail < 56) {
      return 1 << (16 + detail % 8);
    }
    return detail < NUMBERS.length ? NUMBERS[detail] : (int) input.word();
  }

  private long longNumber(String name, int detail) {
    if (name.equals("session") && detail < 16) {
      return knowledge.lease(detail).getSession();
    }
    if (name.equals("digest") && detail < 16) {
      return knowledge.digest();
    }
    return detail % 16 < LONG_NUMBERS.length ? LONG_NUMBERS[detail % 16] : input.word();
  }

  private String text(int detail) {
    if (detail < TEXTS.length) {
      return TEXTS[detail];
    }
    if (detail < TEXTS.length + LENGTHS.length) {
      return "x".repeat(LENGTHS[detail - TEXTS.length]);
    }
    return ByteString.copyFrom(input.take(detail)).toStringUtf8();
  }

  private ByteString bytes(String name, int detail) {
    return switch (name) {
      case "file_id", "file_ids" -> fileId(input.next());
      case "secret" -> detail < 48 ? knowledge.lease(detail).getSecret() : raw(detail);
      case "cursor" -> detail < 32 ? knowledge.cursor(detail) : raw(detail);
      case "peer_id", "publisher" -> filled(32, (byte) detail);
      case "chunk_set" ->
          detail < 32
              ? filled(SET_LENGTHS[detail % SET_LENGTHS.length], (byte) input.next())
              : raw(detail);
      default -> raw(detail);
    };
  }

  private ByteString raw(int length) {
    return ByteString.copyFrom(input.take(length));
  }

  private static ByteString filled(int length, byte value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, value);
    return ByteString.copyFrom(bytes);
  }
}
