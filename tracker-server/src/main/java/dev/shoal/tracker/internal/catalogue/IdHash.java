package dev.shoal.tracker.internal.catalogue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.random.RandomGenerator;

/**
 * A hash of ids by secret numbers: a stranger who chooses ids cannot make them collide.
 *
 * <p>Multilinear hashing: the upper half of s₀ + Σ sᵢ · xᵢ over the id's 32-bit words, which is
 * strongly universal.
 */
final class IdHash {
  /** Bytes of an id. */
  static final int ID_LENGTH = 32;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final long[] secrets;

  IdHash(RandomGenerator random) {
    secrets = random.longs(1 + ID_LENGTH / Integer.BYTES).toArray();
  }

  /** The hash of the 32 bytes at that offset. */
  int of(byte[] bytes, int offset) {
    long sum = secrets[0];
    for (int i = 1; i < secrets.length; i++) {
      sum += secrets[i] * (int) INT.get(bytes, offset + (i - 1) * Integer.BYTES);
    }
    return (int) (sum >>> Integer.SIZE);
  }
}
