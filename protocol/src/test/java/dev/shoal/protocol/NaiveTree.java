package dev.shoal.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * BEP 52's tree written down from its text, for clarity and not for speed: every leaf of the full
 * binary tree is there, and every level is kept. Shares nothing with the code under test.
 */
final class NaiveTree {
  private final int length;
  private final List<List<byte[]>> levels = new ArrayList<>();

  NaiveTree(byte[] content) {
    length = content.length;
    List<byte[]> leaves = new ArrayList<>();
    for (int at = 0; at < content.length; at += 16384) {
      leaves.add(sha256(Arrays.copyOfRange(content, at, Math.min(content.length, at + 16384))));
    }
    while (Integer.bitCount(leaves.size()) > 1) {
      leaves.add(new byte[32]);
    }
    levels.add(leaves);
    while (last().size() > 1) {
      List<byte[]> parents = new ArrayList<>();
      for (int i = 0; i < last().size(); i += 2) {
        parents.add(sha256(last().get(i), last().get(i + 1)));
      }
      levels.add(parents);
    }
  }

  /** The pieces root; for the empty file, which has none in BEP 52, SHA-256 of nothing. */
  byte[] root() {
    return length == 0 ? sha256() : last().get(0);
  }

  /** The piece layer: of a file not larger than one chunk, which has none, the root. */
  byte[] chunkHashes(int chunkSize) {
    if (length == 0) {
      return new byte[0];
    }
    if (length <= chunkSize) {
      return root();
    }
    int level = 0;
    while (16384 << level < chunkSize) {
      level++;
    }
    ByteArrayOutputStream layer = new ByteArrayOutputStream();
    for (int i = 0; (long) i * chunkSize < length; i++) {
      layer.writeBytes(levels.get(level).get(i));
    }
    return layer.toByteArray();
  }

  byte[] fileId() {
    return sha256(root(), ByteBuffer.allocate(8).putLong(0, length).array());
  }

  static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private List<byte[]> last() {
    return levels.get(levels.size() - 1);
  }
}
