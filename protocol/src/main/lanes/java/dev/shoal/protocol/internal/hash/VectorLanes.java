package dev.shoal.protocol.internal.hash;

import java.security.MessageDigest;

/**
 * Lanes of the widest registers that the JVM prefers: 16 with 512 bits, 8 with 256. Loaded by name
 * and needs the module {@code jdk.incubator.vector}.
 */
final class VectorLanes implements Lanes {
  @Override
  public int count() {
    return Sha256Lanes.COUNT;
  }

  @Override
  public MessageHasher newHasher(int least, MessageDigest sha256) {
    return new LaneHasher(least, sha256);
  }
}
