package dev.shoal.tracker.internal.swarm;

import dev.shoal.protocol.RegistrationDigest;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one session has registered: files, each with its entry in the file's swarm, and the digest
 * over all. {@link SwarmIndex} alone changes it.
 */
public final class Registrations {
  private static final int PAIR = 2;

  /** By which entries in swarms name these registrations. */
  final int number;

  /** How they are to stand; those that do not yet are being worked on. */
  Standing standing = Standing.HIDDEN;

  /** They are being removed, and nobody may add to them. */
  boolean retired;

  /** How many of them, from the first on, may not stand as they should. */
  int unsettled;

  /** Whether they wait for being worked on. */
  boolean queued;

  private int[] pairs = new int[PAIR * 4];
  private int size;
  private long digest = RegistrationDigest.EMPTY;

  /** What is to be remembered of other than plain complete ones; null while there are none. */
  private @Nullable IntObjectMap<Holding> holdings;

  Registrations(int number) {
    this.number = number;
  }

  /** By which the index names them. */
  public int number() {
    return number;
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  /** {@link RegistrationDigest} over all of them. */
  public long digest() {
    return digest;
  }

  /** How they are to stand in their swarms. */
  public Standing standing() {
    return standing;
  }

  int file(int place) {
    return pairs[PAIR * place];
  }

  /** The entry in the file's swarm. */
  int entry(int place) {
    return pairs[PAIR * place + 1];
  }

  void setEntry(int place, int entry) {
    pairs[PAIR * place + 1] = entry;
  }

  /** Adds one at the end; returns its place. */
  int add(int file, int entry) {
    if (PAIR * size == pairs.length) {
      pairs = Arrays.copyOf(pairs, PAIR * (size + size / 4 + 4));
    }
    pairs[PAIR * size] = file;
    pairs[PAIR * size + 1] = entry;
    return size++;
  }

  /**
   * Removes one; the last one moves to its place.
   *
   * @return whether one has moved
   */
  boolean remove(int place) {
    size--;
    pairs[PAIR * place] = pairs[PAIR * size];
    pairs[PAIR * place + 1] = pairs[PAIR * size + 1];
    if (pairs.length > PAIR * (2 * size + 8)) {
      pairs = Arrays.copyOf(pairs, PAIR * (size + size / 4 + 4));
    }
    return place < size;
  }

  /** Adds a contribution to the digest, or takes it away. */
  void digest(long contribution) {
    digest ^= contribution;
  }

  @Nullable Holding holding(int file) {
    return holdings == null ? null : holdings.get(file);
  }

  void setHolding(int file, @Nullable Holding holding) {
    if (holding == null) {
      if (holdings != null) {
        holdings.remove(file);
        holdings = holdings.isEmpty() ? null : holdings;
      }
      return;
    }
    if (holdings == null) {
      holdings = new IntObjectHashMap<>();
    }
    holdings.put(file, holding);
  }
}
