package dev.shoal.protocol;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The Merkle tree of BitTorrent v2 (BEP 52): SHA-256 over each 16 KiB leaf, parents SHA-256(left ‖
 * right), missing leaves 32 zero bytes. Pure functions over flat arrays of 32-byte hashes.
 */
public final class HashTree {
  private HashTree() {}

  /** Bytes of a leaf; the last one of a file is as long as it is. */
  public static final int LEAF_SIZE = 16 * 1024;

  /** Bytes of a hash. */
  public static final int HASH_LENGTH = 32;

  /** Z₀, Z₁, …: roots of subtrees of which every leaf is missing. */
  private static final byte[][] ZERO = zeroHashes(Long.SIZE);

  /** A new SHA-256; every JDK has one. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256", e);
    }
  }

  /** Leaves of a file of that length; 0 for the empty file. */
  public static long leafCount(long length) {
    return (length + LEAF_SIZE - 1) / LEAF_SIZE;
  }

  /** The smallest power of two that is not less than n, for n from 1 to 2^30. */
  public static int nextPowerOfTwo(int n) {
    return n <= 1 ? 1 : Integer.highestOneBit(n - 1) << 1;
  }

  /**
   * Folds hashes of one level up to the root of the subtree that has {@code width} of them, missing
   * ones being those of absent leaves.
   *
   * @param sha256 used and left reset
   * @param hashes {@code count} hashes, 32 bytes each, from the array's start; overwritten
   * @param count at least 1, at most {@code width}
   * @param width power of two
   * @param level of the given hashes: 0 for leaves
   * @return the root, 32 bytes, a new array
   */
  public static byte[] foldInPlace(
      MessageDigest sha256, byte[] hashes, int count, int width, int level) {
    int present = count;
    int at = level;
    for (int across = width; across > 1; across >>= 1, at++) {
      present = foldLevel(sha256, hashes, present, at);
    }
    return Arrays.copyOf(hashes, HASH_LENGTH);
  }

  /**
   * Replaces {@code count} hashes of a level by their parents.
   *
   * @return the number of parents, ⌈count / 2⌉
   */
  static int foldLevel(MessageDigest sha256, byte[] hashes, int count, int level) {
    int parents = (count + 1) / 2;
    for (int i = 0; i < parents; i++) {
      sha256.update(hashes, 2 * i * HASH_LENGTH, HASH_LENGTH);
      if (2 * i + 1 < count) {
        sha256.update(hashes, (2 * i + 1) * HASH_LENGTH, HASH_LENGTH);
      } else {
        sha256.update(ZERO[level]);
      }
      digestInto(sha256, hashes, i * HASH_LENGTH);
    }
    return parents;
  }

  /** Ends a digest and writes its 32 bytes at an offset. */
  static void digestInto(MessageDigest sha256, byte[] into, int offset) {
    try {
      sha256.digest(into, offset, HASH_LENGTH);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-256 is 32 bytes", e);
    }
  }

  private static byte[][] zeroHashes(int levels) {
    MessageDigest sha256 = sha256();
    byte[][] zero = new byte[levels][];
    zero[0] = new byte[HASH_LENGTH];
    for (int level = 1; level < levels; level++) {
      sha256.update(zero[level - 1]);
      zero[level] = sha256.digest(zero[level - 1]);
    }
    return zero;
  }
}
