package dev.shoal.protocol;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Names a file's content and length: SHA-256(root of the hash tree ‖ length as u64 big-endian). 32
 * bytes, as text 64 lower-case hex digits. Immutable.
 */
public final class FileId implements Comparable<FileId> {
  /** Bytes of an id. */
  public static final int LENGTH = 32;

  private final byte[] bytes;

  private FileId(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The id of content with that root and length. */
  public static FileId of(byte[] root, long length) {
    MessageDigest sha256 = HashTree.sha256();
    sha256.update(root);
    sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(0, length));
    return new FileId(sha256.digest());
  }

  /**
   * The id with those bytes, which are copied.
   *
   * @throws IllegalArgumentException unless there are 32
   */
  public static FileId fromBytes(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a file id has 32 bytes, not " + bytes.length);
    }
    return new FileId(bytes.clone());
  }

  /**
   * Reads the text form; upper-case digits are taken too.
   *
   * @throws IllegalArgumentException with a sentence for a person
   */
  public static FileId parse(String text) {
    if (text.length() != 2 * LENGTH || !text.chars().allMatch(HexFormat::isHexDigit)) {
      throw new IllegalArgumentException("a file id is 64 hex digits, not: " + PlainText.of(text));
    }
    return new FileId(HexFormat.of().parseHex(text));
  }

  /** A copy of the 32 bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public int compareTo(FileId other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FileId id && Arrays.equals(bytes, id.bytes);
  }

  /** The id is a hash already, so four of its bytes spread well; not against chosen ids. */
  @Override
  public int hashCode() {
    return ByteBuffer.wrap(bytes).getInt();
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
