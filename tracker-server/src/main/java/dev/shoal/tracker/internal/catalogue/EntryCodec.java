package dev.shoal.tracker.internal.catalogue;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.FileId;
import dev.shoal.tracker.internal.state.StoredFile;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of one entry within its block.
 *
 * <pre>
 *    0  u16  size of the block, in units of 4 bytes
 *    2  u16  bytes of the name
 *    4  u32  number of the publisher
 *    8  u64  length
 *   16  u64  published, Unix time in milliseconds
 *   24  u64  completed downloads
 *   32       file id
 *   64       name; count of tags (u8); for each tag its bytes (u8) and itself
 * </pre>
 */
final class EntryCodec {
  /** Where in the block the file id is. */
  static final int FILE_ID = 32;

  private static final int CAPACITY = 0;
  private static final int NAME_LENGTH = 2;
  private static final int PUBLISHER = 4;
  private static final int LENGTH = 8;
  private static final int PUBLISHED = 16;
  private static final int COMPLETED = 24;
  private static final int NAME = 64;
  private static final int UNIT = 4;

  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);

  private EntryCodec() {}

  /** Bytes that a file takes. */
  static int size(StoredFile file) {
    int size = NAME + file.getNameBytes().size() + 1;
    for (int i = 0; i < file.getTagsCount(); i++) {
      size += 1 + file.getTagsBytes(i).size();
    }
    return size;
  }

  /** Bytes of the block, as {@link #write} was told. */
  static int capacity(byte[] page, int block) {
    return u16(page, block + CAPACITY) * UNIT;
  }

  static int publisher(byte[] page, int block) {
    return (int) INT.get(page, block + PUBLISHER);
  }

  static void write(StoredFile file, int publisher, byte[] page, int block, int capacity) {
    ByteString name = file.getNameBytes();
    SHORT.set(page, block + CAPACITY, (short) (capacity / UNIT));
    SHORT.set(page, block + NAME_LENGTH, (short) name.size());
    INT.set(page, block + PUBLISHER, publisher);
    LONG.set(page, block + LENGTH, file.getLength());
    LONG.set(page, block + PUBLISHED, file.getPublishedMillis());
    LONG.set(page, block + COMPLETED, file.getCompletedCount());
    file.getFileId().copyTo(page, block + FILE_ID);
    name.copyTo(page, block + NAME);
    int at = block + NAME + name.size();
    page[at++] = (byte) file.getTagsCount();
    for (int i = 0; i < file.getTagsCount(); i++) {
      ByteString tag = file.getTagsBytes(i);
      page[at++] = (byte) tag.size();
      tag.copyTo(page, at);
      at += tag.size();
    }
  }

  /** The name, and behind it the tags. */
  static List<String> texts(byte[] page, int block) {
    int length = u16(page, block + NAME_LENGTH);
    int at = block + NAME + length;
    int tags = Byte.toUnsignedInt(page[at++]);
    List<String> texts = new ArrayList<>(1 + tags);
    texts.add(new String(page, block + NAME, length, StandardCharsets.UTF_8));
    for (int i = 0; i < tags; i++) {
      int bytes = Byte.toUnsignedInt(page[at++]);
      texts.add(new String(page, at, bytes, StandardCharsets.UTF_8));
      at += bytes;
    }
    return texts;
  }

  static FileEntry read(int number, Publishers publishers, byte[] page, int block) {
    List<String> texts = texts(page, block);
    int id = block + FILE_ID;
    return new FileEntry(
        number,
        FileId.fromBytes(Arrays.copyOfRange(page, id, id + FileId.LENGTH)),
        (long) LONG.get(page, block + LENGTH),
        texts.get(0),
        List.copyOf(texts.subList(1, texts.size())),
        publishers.get(publisher(page, block)),
        (long) LONG.get(page, block + PUBLISHED),
        (long) LONG.get(page, block + COMPLETED));
  }

  private static int u16(byte[] page, int offset) {
    return Short.toUnsignedInt((short) SHORT.get(page, offset));
  }

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.BIG_ENDIAN);
  }
}
