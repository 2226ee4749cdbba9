package dev.shoal.peer.internal.store;

import dev.shoal.peer.internal.access.Audience;
import dev.shoal.protocol.ChunkSet;
import dev.shoal.protocol.GroupId;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads a journal's records in order and tells which chunks are sure to be on disk. Plain state, no
 * disk.
 */
final class JournalReplay {
  /** A chunk that was written, and how many records stood before the one that says so. */
  private record Claim(long before, int chunk) {}

  private final ChunkSet certain;
  private ChunkSet doubtful;
  private final Deque<Claim> unsynced = new ArrayDeque<>();
  private Audience audience = Audience.ofEverybody();

  /** First half of a group's id, if that was the last record. */
  private OptionalLong halfGroup = OptionalLong.empty();

  /** Groups named by the records just before. */
  private final List<GroupId> named = new ArrayList<>();

  private long records;
  private long bootId;

  JournalReplay(int chunks) {
    certain = ChunkSet.empty(chunks);
    doubtful = ChunkSet.empty(chunks);
  }

  /** Takes the next record; false, and no effect, if it makes no sense here. */
  boolean accept(JournalRecord record) {
    long value = record.value();
    OptionalLong half = halfGroup;
    halfGroup = OptionalLong.empty();
    switch (record.type()) {
      case BOOT -> boot(value);
      case CHUNK -> {
        if (value < 0 || value >= certain.count()) {
          return false;
        }
        unsynced.add(new Claim(records, (int) value));
      }
      case SYNC -> {
        if (value < 0 || value > records) {
          return false;
        }
        sync(value);
      }
      case LOST -> lose();
      case FOUND -> doubtful = ChunkSet.complete(certain.count());
      case CHECKED -> doubtful = ChunkSet.empty(certain.count());
      case NARROWED -> {
        if (value < 0 || value > named.size()) {
          return false;
        }
        audience = Audience.ofGroups(Set.copyOf(last(named, (int) value)));
      }
      case GROUP -> halfGroup = OptionalLong.of(value);
      case GROUP_END -> {
        if (half.isEmpty()) {
          return false;
        }
        named.add(group(half.getAsLong(), value));
      }
    }
    if (record.type() != JournalRecord.Type.GROUP
        && record.type() != JournalRecord.Type.GROUP_END) {
      named.clear();
    }
    records++;
    return true;
  }

  private void boot(long id) {
    if (id != bootId) {
      unsynced.forEach(claim -> doubtful.add(claim.chunk));
      unsynced.clear();
      bootId = id;
    }
  }

  private void sync(long upTo) {
    while (!unsynced.isEmpty() && unsynced.getFirst().before < upTo) {
      certain.add(unsynced.removeFirst().chunk);
    }
  }

  /** Not even doubtful: what is still shown of these chunks need not be on the disk. */
  private void lose() {
    unsynced.forEach(claim -> doubtful.remove(claim.chunk));
    unsynced.clear();
  }

  /** Those before them are left of a narrowing that did not come to its end. */
  private static List<GroupId> last(List<GroupId> groups, int count) {
    return groups.subList(groups.size() - count, groups.size());
  }

  private static GroupId group(long first, long second) {
    return GroupId.fromBytes(
        ByteBuffer.allocate(GroupId.LENGTH).putLong(first).putLong(second).array());
  }

  /** For whom the file may be held. */
  Audience audience() {
    return audience;
  }

  /** Number of records taken. */
  long records() {
    return records;
  }

  /** The run of the machine that wrote last; 0 before the first record. */
  long bootId() {
    return bootId;
  }

  /** What the records amount to in that run of the machine. Ends the replay. */
  JournalClaims claims(long currentBootId) {
    ChunkSet rest = currentBootId == bootId ? certain : doubtful;
    unsynced.forEach(claim -> rest.add(claim.chunk));
    unsynced.clear();
    for (int chunk = certain.next(0); chunk >= 0; chunk = next(chunk)) {
      doubtful.remove(chunk);
    }
    return new JournalClaims(certain, doubtful);
  }

  private int next(int chunk) {
    return chunk + 1 < certain.count() ? certain.next(chunk + 1) : -1;
  }
}
