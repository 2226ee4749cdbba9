package dev.shoal.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Names a group for as long as it exists: 16 random bytes, given by its tracker. A group that is
 * deleted and made again under its name has another id. Immutable.
 */
public final class GroupId {
  /** Bytes of an id. */
  public static final int LENGTH = 16;

  private final byte[] bytes;

  private GroupId(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The id with those bytes, which are copied.
   *
   * @throws IllegalArgumentException unless there are 16
   */
  public static GroupId fromBytes(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a group id has 16 bytes, not " + bytes.length);
    }
    return new GroupId(bytes.clone());
  }

  /** A copy of the 16 bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GroupId id && Arrays.equals(bytes, id.bytes);
  }

  @Override
  public int hashCode() {
    return ByteBuffer.wrap(bytes).getInt();
  }

  /** 32 lower-case hex digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
