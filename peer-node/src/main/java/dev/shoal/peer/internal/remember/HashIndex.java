package dev.shoal.peer.internal.remember;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.shoal.peer.internal.hash.FileStamp;
import dev.shoal.protocol.HashTree;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the records that count are, found by path, or by what stays when a file is renamed. Under
 * 64 bits of a digest each: what is found has to be compared with the record. Not thread-safe.
 */
final class HashIndex {
  /** One record in the file. */
  static final class Entry {
    private final long pathDigest;
    private final long fileDigest;

    /** Bytes, hashes included. */
    final long length;

    /** Of its first byte. */
    long offset;

    private Entry(long pathDigest, long fileDigest, long offset, long length) {
      this.pathDigest = pathDigest;
      this.fileDigest = fileDigest;
      this.offset = offset;
      this.length = length;
    }
  }

  private final Map<Long, Entry> byPath = new HashMap<>();
  private final Map<Long, Entry> byFile = new HashMap<>();
  private long bytes;

  /** Files. */
  int size() {
    return byPath.size();
  }

  /** Bytes of the records that count. */
  long bytes() {
    return bytes;
  }

  /** Enters a record in place of an earlier one of its path; or only removes that. */
  void add(HashRecord record, long offset, long length) {
    long path = digest(record.path());
    Entry before = byPath.get(path);
    if (before != null) {
      remove(before);
    }
    if (!record.isGone()) {
      long file = digest(record.size(), record.modifiedNanos(), record.key());
      Entry entry = new Entry(path, file, offset, length);
      byPath.put(path, entry);
      if (!record.key().isEmpty()) {
        byFile.put(file, entry);
      }
      bytes += length;
    }
  }

  /** Removes one that is in it. */
  void remove(Entry entry) {
    if (byPath.remove(entry.pathDigest, entry)) {
      byFile.remove(entry.fileDigest, entry);
      bytes -= entry.length;
    }
  }

  /** The one of a path, most likely. */
  @Nullable Entry ofPath(String path) {
    return byPath.get(digest(path));
  }

  /** The one of a file, whatever it is called, most likely; null if files have no inodes. */
  @Nullable Entry ofFile(FileStamp stamp) {
    String key = HashRecord.key(stamp);
    return key.isEmpty() ? null : byFile.get(digest(stamp.size(), stamp.modifiedNanos(), key));
  }

  /** All of them, as they follow each other in the file. */
  List<Entry> inOrder() {
    return byPath.values().stream()
        .sorted(Comparator.comparingLong(entry -> entry.offset))
        .toList();
  }

  private static long digest(String text) {
    return ByteBuffer.wrap(HashTree.sha256().digest(text.getBytes(UTF_8))).getLong();
  }

  private static long digest(long size, long modified, String key) {
    return digest(size + " " + modified + " " + key);
  }
}
