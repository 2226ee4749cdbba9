package dev.shoal.protocol.internal.hash;

import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.ROR;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * SHA-256 (FIPS 180-4) of several messages side by side: lane <i>i</i> of each vector belongs to
 * message <i>i</i>. Matrices of one vector a row lie in flat arrays. Not thread-safe.
 *
 * <p>Two things make it fast, and neither shows in the code. The two loops of rounds call nothing
 * but the Vector API: each of its operations costs the compiler hundreds of nodes, and after some
 * thirty of them it inlines no methods other than those; a vector that crosses a call is put into
 * an object. And all of the Vector API that is used here is the same from JDK 17 on, so that one
 * class file runs on every later one.
 */
final class Sha256Lanes {
  private static final VectorSpecies<Integer> SPECIES = IntVector.SPECIES_PREFERRED;

  /** Messages in a group. */
  static final int COUNT = SPECIES.length();

  /** Bytes that are compressed at a time; a message is a multiple of it. */
  static final int BLOCK = 64;

  private static final int BLOCK_WORDS = 16;
  private static final int STATE_WORDS = 8;
  private static final int SCHEDULED_ROUNDS = 48;
  private static final int ROUNDS = 64;

  private static final int[] INITIAL_STATE = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
  };

  private static final int[] ROUND_CONSTANTS = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
  };

  private static final VarHandle BUFFER_LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle ARRAY_INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  /** The eight words a to h of each message's hash, between blocks and after the last. */
  private final int[] state = new int[STATE_WORDS * COUNT];

  /** The same words after the first 48 rounds. */
  private final int[] middle = new int[STATE_WORDS * COUNT];

  /** The message schedule: a block's 16 words of each message, then the 48 made from them. */
  private final int[] schedule = new int[ROUNDS * COUNT];

  private final ByteBuffer padding = ByteBuffer.allocate(BLOCK).put(0, (byte) 0x80);

  /**
   * Hashes messages that lie one behind the other.
   *
   * @param messages read from {@code at} on, wherever its position is
   * @param length of each in bytes, a multiple of {@link #BLOCK}
   * @param count from 1 to {@link #COUNT}
   */
  void hash(ByteBuffer messages, int at, int length, int count) {
    for (int word = 0; word < STATE_WORDS; word++) {
      Arrays.fill(state, word * COUNT, (word + 1) * COUNT, INITIAL_STATE[word]);
    }
    for (int block = 0; block < length; block += BLOCK) {
      fillSchedule(messages, at + block, length, count, schedule);
      compress();
    }
    fillSchedule(padding.putLong(BLOCK - Long.BYTES, 8L * length), 0, 0, count, schedule);
    compress();
  }

  /** Writes the first hashes of the group one behind the other. */
  void copyTo(byte[] hashes, int offset, int count) {
    for (int lane = 0; lane < count; lane++) {
      for (int word = 0; word < STATE_WORDS; word++) {
        int at = offset + (lane * STATE_WORDS + word) * Integer.BYTES;
        ARRAY_INTS.set(hashes, at, state[word * COUNT + lane]);
      }
    }
  }

  private void compress() {
    scheduledRounds(state, schedule, middle);
    lastRounds(middle, schedule, state);
  }

  /**
   * Turns one block of each message into columns. Lanes without a message repeat the last one. By
   * pairs of words, as the stores of single words are what takes the time.
   */
  private static void fillSchedule(
      ByteBuffer messages, int at, int stride, int count, int[] schedule) {
    for (int lane = 0; lane < COUNT; lane++) {
      int from = at + Math.min(lane, count - 1) * stride;
      for (int word = 0; word < BLOCK_WORDS; word += 2) {
        long pair = (long) BUFFER_LONGS.get(messages, from + word * Integer.BYTES);
        schedule[word * COUNT + lane] = (int) (pair >>> Integer.SIZE);
        schedule[(word + 1) * COUNT + lane] = (int) pair;
      }
    }
  }

  /**
   * Rounds 0 to 47, each of which also makes the word that is used 16 rounds later. The newest two
   * words and the oldest one stay in registers.
   */
  private static void scheduledRounds(int[] from, int[] schedule, int[] to) {
    IntVector a = IntVector.fromArray(SPECIES, from, 0);
    IntVector b = IntVector.fromArray(SPECIES, from, COUNT);
    IntVector c = IntVector.fromArray(SPECIES, from, 2 * COUNT);
    IntVector d = IntVector.fromArray(SPECIES, from, 3 * COUNT);
    IntVector e = IntVector.fromArray(SPECIES, from, 4 * COUNT);
    IntVector f = IntVector.fromArray(SPECIES, from, 5 * COUNT);
    IntVector g = IntVector.fromArray(SPECIES, from, 6 * COUNT);
    IntVector h = IntVector.fromArray(SPECIES, from, 7 * COUNT);
    IntVector oldest = IntVector.fromArray(SPECIES, schedule, 0);
    IntVector last2 = IntVector.fromArray(SPECIES, schedule, 14 * COUNT);
    IntVector last = IntVector.fromArray(SPECIES, schedule, 15 * COUNT);
    for (int round = 0; round < SCHEDULED_ROUNDS; round++) {
      IntVector word = oldest.add(IntVector.broadcast(SPECIES, ROUND_CONSTANTS[round]));
      IntVector big1 =
          e.lanewise(ROR, 6).lanewise(XOR, e.lanewise(ROR, 11)).lanewise(XOR, e.lanewise(ROR, 25));
      IntVector choice = g.lanewise(XOR, e.lanewise(AND, f.lanewise(XOR, g)));
      IntVector sum = h.add(word).add(big1).add(choice);
      IntVector big0 =
          a.lanewise(ROR, 2).lanewise(XOR, a.lanewise(ROR, 13)).lanewise(XOR, a.lanewise(ROR, 22));
      IntVector majority = a.lanewise(AND, b.lanewise(XOR, c)).lanewise(XOR, b.lanewise(AND, c));
      h = g;
      g = f;
      f = e;
      e = d.add(sum);
      d = c;
      c = b;
      b = a;
      a = sum.add(big0.add(majority));

      IntVector second = IntVector.fromArray(SPECIES, schedule, (round + 1) * COUNT);
      IntVector small0 =
          second
              .lanewise(ROR, 7)
              .lanewise(XOR, second.lanewise(ROR, 18))
              .lanewise(XOR, second.lanewise(LSHR, 3));
      IntVector small1 =
          last2
              .lanewise(ROR, 17)
              .lanewise(XOR, last2.lanewise(ROR, 19))
              .lanewise(XOR, last2.lanewise(LSHR, 10));
      IntVector tenth = IntVector.fromArray(SPECIES, schedule, (round + 9) * COUNT);
      IntVector next = oldest.add(small0).add(tenth).add(small1);
      next.intoArray(schedule, (round + 16) * COUNT);
      oldest = second;
      last2 = last;
      last = next;
    }
    a.intoArray(to, 0);
    b.intoArray(to, COUNT);
    c.intoArray(to, 2 * COUNT);
    d.intoArray(to, 3 * COUNT);
    e.intoArray(to, 4 * COUNT);
    f.intoArray(to, 5 * COUNT);
    g.intoArray(to, 6 * COUNT);
    h.intoArray(to, 7 * COUNT);
  }

  /** Rounds 48 to 63, and the sum with the state before the block. */
  private static void lastRounds(int[] from, int[] schedule, int[] to) {
    IntVector a = IntVector.fromArray(SPECIES, from, 0);
    IntVector b = IntVector.fromArray(SPECIES, from, COUNT);
    IntVector c = IntVector.fromArray(SPECIES, from, 2 * COUNT);
    IntVector d = IntVector.fromArray(SPECIES, from, 3 * COUNT);
    IntVector e = IntVector.fromArray(SPECIES, from, 4 * COUNT);
    IntVector f = IntVector.fromArray(SPECIES, from, 5 * COUNT);
    IntVector g = IntVector.fromArray(SPECIES, from, 6 * COUNT);
    IntVector h = IntVector.fromArray(SPECIES, from, 7 * COUNT);
    for (int round = SCHEDULED_ROUNDS; round < ROUNDS; round++) {
      IntVector word =
          IntVector.fromArray(SPECIES, schedule, round * COUNT)
              .add(IntVector.broadcast(SPECIES, ROUND_CONSTANTS[round]));
      IntVector big1 =
          e.lanewise(ROR, 6).lanewise(XOR, e.lanewise(ROR, 11)).lanewise(XOR, e.lanewise(ROR, 25));
      IntVector choice = g.lanewise(XOR, e.lanewise(AND, f.lanewise(XOR, g)));
      IntVector sum = h.add(word).add(big1).add(choice);
      IntVector big0 =
          a.lanewise(ROR, 2).lanewise(XOR, a.lanewise(ROR, 13)).lanewise(XOR, a.lanewise(ROR, 22));
      IntVector majority = a.lanewise(AND, b.lanewise(XOR, c)).lanewise(XOR, b.lanewise(AND, c));
      h = g;
      g = f;
      f = e;
      e = d.add(sum);
      d = c;
      c = b;
      b = a;
      a = sum.add(big0.add(majority));
    }
    a.add(IntVector.fromArray(SPECIES, to, 0)).intoArray(to, 0);
    b.add(IntVector.fromArray(SPECIES, to, COUNT)).intoArray(to, COUNT);
    c.add(IntVector.fromArray(SPECIES, to, 2 * COUNT)).intoArray(to, 2 * COUNT);
    d.add(IntVector.fromArray(SPECIES, to, 3 * COUNT)).intoArray(to, 3 * COUNT);
    e.add(IntVector.fromArray(SPECIES, to, 4 * COUNT)).intoArray(to, 4 * COUNT);
    f.add(IntVector.fromArray(SPECIES, to, 5 * COUNT)).intoArray(to, 5 * COUNT);
    g.add(IntVector.fromArray(SPECIES, to, 6 * COUNT)).intoArray(to, 6 * COUNT);
    h.add(IntVector.fromArray(SPECIES, to, 7 * COUNT)).intoArray(to, 7 * COUNT);
  }
}
