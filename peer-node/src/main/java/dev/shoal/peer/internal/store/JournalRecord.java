package dev.shoal.peer.internal.store;

import dev.shoal.protocol.GroupId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One line of the journal: 16 bytes, {@code type u32 | value u64 | crc32c u32}.
 *
 * <p>Each checksum is computed over the one before it, too, so that a record counts only directly
 * after those it was written after. Bytes left over from another time never fit.
 *
 * @param value of a boot its id, of a chunk its number, of a sync how many records, from the
 *     journal's first on, stood for chunks that were all on disk; of a group one half of its id; of
 *     a narrowing how many groups; of the others 0
 */
record JournalRecord(Type type, long value) {
  /** Bytes on disk; a divisor of every disk's sector size. */
  static final int BYTES = 16;

  /** What a record says. */
  enum Type {
    /** From here on this run of the machine writes. */
    BOOT(1),
    /** A chunk has been written. */
    CHUNK(2),
    /** Chunks recorded up to some point are on disk. */
    SYNC(3),
    /** The disk refused to store the chunks recorded since the last sync. */
    LOST(4),
    /** The part file was there before this journal was: any chunk may be in it. */
    FOUND(5),
    /** What was doubtful has been hashed, and recorded anew where it was good. */
    CHECKED(6),
    /** The file is for the groups named last from here on, which are so many, and nobody else. */
    NARROWED(7),
    /** The first half of a group's id. */
    GROUP(8),
    /** The second half of a group's id, with which it is named. */
    GROUP_END(9);

    private final int number;

    Type(int number) {
      this.number = number;
    }

    private static @Nullable Type of(int number) {
      return switch (number) {
        case 1 -> BOOT;
        case 2 -> CHUNK;
        case 3 -> SYNC;
        case 4 -> LOST;
        case 5 -> FOUND;
        case 6 -> CHECKED;
        case 7 -> NARROWED;
        case 8 -> GROUP;
        case 9 -> GROUP_END;
        default -> null;
      };
    }
  }

  /**
   * What to record, all at once, when a file is for some groups alone: these first, so that the
   * last record decides, and without it nothing has changed.
   */
  static List<JournalRecord> narrowed(Set<GroupId> groups) {
    List<JournalRecord> records = new ArrayList<>();
    for (GroupId group : groups) {
      ByteBuffer id = ByteBuffer.wrap(group.toBytes());
      records.add(new JournalRecord(Type.GROUP, id.getLong()));
      records.add(new JournalRecord(Type.GROUP_END, id.getLong()));
    }
    records.add(new JournalRecord(Type.NARROWED, groups.size()));
    return records;
  }

  /**
   * Appends records to a buffer.
   *
   * @param chain the checksum of the record before
   * @return that of the last one
   */
  static int write(List<JournalRecord> records, ByteBuffer into, int chain) {
    int last = chain;
    for (JournalRecord record : records) {
      last = record.write(into, last);
    }
    return last;
  }

  /**
   * Appends the record to a buffer.
   *
   * @param chain the checksum of the record before
   * @return its own checksum
   */
  private int write(ByteBuffer into, int chain) {
    int crc = checksum(chain, type.number, value);
    into.putInt(type.number).putLong(value).putInt(crc);
    return crc;
  }

  /**
   * Takes a record out of a buffer.
   *
   * @param chain the checksum of the record before
   * @return null if none was written there after that one
   */
  static @Nullable JournalRecord read(ByteBuffer from, int chain) {
    int number = from.getInt();
    long value = from.getLong();
    boolean follows = from.getInt() == checksum(chain, number, value);
    Type type = Type.of(number);
    return follows && type != null ? new JournalRecord(type, value) : null;
  }

  private static int checksum(int chain, int number, long value) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(BYTES).putInt(chain).putInt(number).putLong(value).flip());
    return (int) crc.getValue();
  }
}
