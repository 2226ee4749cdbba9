package dev.shoal.protocol;

import dev.shoal.protocol.internal.hash.Hashers;
import dev.shoal.protocol.internal.hash.MessageHasher;
import dev.shoal.protocol.internal.hash.PlainHasher;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
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
  public static final int HASH_LENGTH = MessageHasher.HASH_LENGTH;

  private static final int PAIR_LENGTH = 2 * HASH_LENGTH;

  /** Z₀, Z₁, …: roots of subtrees of which every leaf is missing. */
  private static final byte[][] ZERO = zeroHashes(Long.SIZE);

  /** A new SHA-256; every JDK has one. */
  public static MessageDigest sha256() {
    return Hashers.sha256();
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
    MessageHasher hasher = new PlainHasher(sha256);
    int present = count;
    int at = level;
    for (int across = width; across > 1; across >>= 1, at++) {
      present = foldLevel(hasher, hashes, present, at);
    }
    return Arrays.copyOf(hashes, HASH_LENGTH);
  }

  /**
   * Replaces {@code count} hashes of a level by their parents.
   *
   * @return the number of parents, ⌈count / 2⌉
   */
  static int foldLevel(MessageHasher hasher, byte[] hashes, int count, int level) {
    int pairs = count / 2;
    hasher.hash(ByteBuffer.wrap(hashes, 0, pairs * PAIR_LENGTH), PAIR_LENGTH, hashes, 0);
    if (count % 2 == 0) {
      return pairs;
    }
    ByteBuffer pair = ByteBuffer.allocate(PAIR_LENGTH);
    pair.put(hashes, (count - 1) * HASH_LENGTH, HASH_LENGTH).put(ZERO[level]).flip();
    hasher.hash(pair, PAIR_LENGTH, hashes, pairs * HASH_LENGTH);
    return pairs + 1;
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
