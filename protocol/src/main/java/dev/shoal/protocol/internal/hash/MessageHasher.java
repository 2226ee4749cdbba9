package dev.shoal.protocol.internal.hash;

import java.nio.ByteBuffer;

/** SHA-256 of many messages of one length. Not thread-safe. */
public interface MessageHasher {
  /** Bytes of a hash. */
  int HASH_LENGTH = 32;

  /**
   * Hashes consecutive messages.
   *
   * @param messages heap or direct; consumed
   * @param length of a message in bytes, at least {@link #HASH_LENGTH}; the last one may be shorter
   * @param hashes receives a hash for each; may be the array that {@code messages} wraps, if no
   *     hash lies behind the beginning of its message
   * @param offset of the first hash
   */
  void hash(ByteBuffer messages, int length, byte[] hashes, int offset);
}
