package dev.shoal.protocol.internal.hash;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;

/** Hashes one message after the other with the platform's digest. */
public final class PlainHasher implements MessageHasher {
  private final MessageDigest sha256;

  /**
   * @param sha256 used and left reset
   */
  public PlainHasher(MessageDigest sha256) {
    this.sha256 = sha256;
  }

  @Override
  public void hash(ByteBuffer messages, int length, byte[] hashes, int offset) {
    int end = messages.limit();
    for (int at = offset; messages.position() < end; at += HASH_LENGTH) {
      messages.limit(Math.min(end, messages.position() + length));
      sha256.update(messages);
      digestInto(hashes, at);
    }
  }

  private void digestInto(byte[] hashes, int at) {
    try {
      sha256.digest(hashes, at, HASH_LENGTH);
    } catch (DigestException e) {
      throw new IllegalStateException("no room for a hash at " + at, e);
    }
  }
}
