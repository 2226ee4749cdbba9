package dev.shoal.protocol.internal.hash;

import java.security.MessageDigest;

/**
 * Makes hashers that compute several messages side by side, one in each lane of a SIMD register.
 */
interface Lanes {
  /** Messages that are hashed at one time; a power of two. */
  int count();

  /**
   * A hasher for one thread.
   *
   * @param least messages for which it uses lanes, at least 1: so few may leave lanes unused, but
   *     not be quicker one by one
   * @param sha256 hashes what is left over
   */
  MessageHasher newHasher(int least, MessageDigest sha256);
}
