package dev.shoal.peer.internal.remember;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.shoal.peer.internal.hash.FileStamp;
import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.HashTree;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a record says beside the hashes, which follow it: which file it is about. Immutable.
 *
 * <pre>
 *   type u32 | key length u32 | path length u32 | chunk size u32 | size u64 | modified i64
 *   file id, 32 bytes | key | path | the first 16 bytes of SHA-256 over all that
 * </pre>
 *
 * @param path absolute
 * @param size of the file, bytes
 * @param modifiedNanos of the file, as in {@link FileStamp}
 * @param key device and inode as text; empty where there are none
 * @param chunkSize of the hashes; 0: there are none, as the path has no such file any more
 */
record HashRecord(
    String path, long size, long modifiedNanos, String key, int chunkSize, FileId fileId) {
  /** Bytes that every record begins with. */
  static final int HEAD = 64;

  /** Longest record, hashes aside. */
  static final int MAX_LENGTH = 32 * 1024;

  private static final int HASHES_FOLLOW = 0x6b657074; // "kept"
  private static final int NO_HASHES = 0x676f6e65; // "gone"
  private static final int CHECK = 16;
  private static final int MAX_KEY = 1024;
  private static final FileId NONE = FileId.fromBytes(new byte[FileId.LENGTH]);

  /** That a file has hashes in chunks of a size. */
  static HashRecord of(String path, FileStamp stamp, int chunkSize, FileId fileId) {
    return new HashRecord(path, stamp.size(), stamp.modifiedNanos(), key(stamp), chunkSize, fileId);
  }

  /** That what is known of a path counts no more. */
  static HashRecord gone(String path) {
    return new HashRecord(path, 0, 0, "", 0, NONE);
  }

  /** A file's device and inode as text. */
  static String key(FileStamp stamp) {
    Object key = stamp.fileKey();
    return key == null ? "" : key.toString();
  }

  /** Whether it only says that an earlier one counts no more. */
  boolean isGone() {
    return chunkSize == 0;
  }

  /** Whether it is about the file with that stamp, wherever that lies. */
  boolean isOf(FileStamp stamp) {
    return isAsOld(stamp) && key.equals(key(stamp));
  }

  /**
   * Whether it is about the file with that stamp, which lies at the record's path: there devices,
   * which have other numbers from time to time, make no difference.
   */
  boolean isInPlaceOf(FileStamp stamp) {
    return isAsOld(stamp) && inode(key).equals(inode(key(stamp)));
  }

  private boolean isAsOld(FileStamp stamp) {
    return !isGone() && size == stamp.size() && modifiedNanos == stamp.modifiedNanos();
  }

  /** What the JDK calls {@code (dev=…,ino=…)}; all of it if that is called otherwise one day. */
  private static String inode(String key) {
    int at = key.indexOf("ino=");
    return at < 0 ? key : key.substring(at);
  }

  /** Length and chunk size. */
  ChunkLayout layout() {
    return new ChunkLayout(size, chunkSize);
  }

  /** Bytes of hashes that follow. */
  int hashesLength() {
    return isGone() ? 0 : layout().count() * HashTree.HASH_LENGTH;
  }

  /** As bytes, hashes aside; null if there are too many of them to be read again. */
  byte @Nullable [] toBytes() {
    byte[] keyBytes = key.getBytes(UTF_8);
    byte[] pathBytes = path.getBytes(UTF_8);
    int length = HEAD + keyBytes.length + pathBytes.length + CHECK;
    if (keyBytes.length > MAX_KEY || length > MAX_LENGTH) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.allocate(length);
    bytes
        .putInt(isGone() ? NO_HASHES : HASHES_FOLLOW)
        .putInt(keyBytes.length)
        .putInt(pathBytes.length)
        .putInt(chunkSize)
        .putLong(size)
        .putLong(modifiedNanos)
        .put(fileId.toBytes())
        .put(keyBytes)
        .put(pathBytes);
    bytes.put(check(bytes.array(), length - CHECK));
    return bytes.array();
  }

  /**
   * How long a record is, hashes aside, as its first {@link #HEAD} bytes say; -1 if these are of no
   * record.
   */
  static int length(ByteBuffer head) {
    int at = head.position();
    int type = head.getInt(at);
    int keyLength = head.getInt(at + 4);
    int pathLength = head.getInt(at + 8);
    boolean sane =
        (type == HASHES_FOLLOW || type == NO_HASHES)
            && keyLength >= 0
            && keyLength <= MAX_KEY
            && pathLength >= 0
            && pathLength <= MAX_LENGTH - HEAD - CHECK - keyLength;
    return sane ? HEAD + keyLength + pathLength + CHECK : -1;
  }

  /**
   * Reads a record.
   *
   * @param bytes all of it, hashes aside
   * @return null if it is not as it was written
   */
  static @Nullable HashRecord read(byte[] bytes) {
    ByteBuffer from = ByteBuffer.wrap(bytes);
    int end = bytes.length - CHECK;
    if (end < HEAD
        || length(from) != bytes.length
        || !Arrays.equals(check(bytes, end), 0, CHECK, bytes, end, bytes.length)) {
      return null;
    }
    boolean gone = from.getInt() == NO_HASHES;
    int keyLength = from.getInt();
    int pathLength = from.getInt();
    int chunkSize = from.getInt();
    long size = from.getLong();
    long modified = from.getLong();
    byte[] id = new byte[FileId.LENGTH];
    from.get(id);
    String key = new String(bytes, HEAD, keyLength, UTF_8);
    String path = new String(bytes, HEAD + keyLength, pathLength, UTF_8);
    if (gone) {
      return gone(path);
    }
    try {
      HashRecord record =
          new HashRecord(path, size, modified, key, chunkSize, FileId.fromBytes(id));
      record.layout();
      return record;
    } catch (IllegalArgumentException e) {
      return null; // whoever wrote that was no node
    }
  }

  private static byte[] check(byte[] bytes, int length) {
    MessageDigest digest = HashTree.sha256();
    digest.update(bytes, 0, length);
    return Arrays.copyOf(digest.digest(), CHECK);
  }
}
