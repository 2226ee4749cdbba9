package dev.shoal.peer.internal.schedule;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that a download has heard of: whom to dial next, whom to leave alone for a while.
 *
 * <p>An address is free, in use (being dialled or connected) or resting after a failure, for as
 * long as its {@link Backoff} says, or after a ban. Bans expire, since an address may pass to an
 * honest node or a disk be repaired. The book is bounded: when it is full, addresses that fail go
 * first, then the bans that end soonest, then leechers in favour of a seeder. Not thread-safe.
 */
public final class SourceBook {
  /** Most addresses kept unless said otherwise. */
  public static final int CAPACITY = 1_000;

  /** How long a ban lasts unless said otherwise: one hour. */
  public static final long BAN_NANOS = TimeUnit.HOURS.toNanos(1);

  private static final long RELEASE_NANOS = TimeUnit.MINUTES.toNanos(2);

  private final int capacity;
  private final long banNanos;
  private final RandomGenerator random;
  private final Map<InetSocketAddress, Entry> entries = new LinkedHashMap<>();

  /** An empty book with default bounds. */
  public SourceBook(RandomGenerator random) {
    this(CAPACITY, BAN_NANOS, random);
  }

  /** An empty book of at most {@code capacity} addresses, whose bans last {@code banNanos}. */
  public SourceBook(int capacity, long banNanos, RandomGenerator random) {
    this.capacity = capacity;
    this.banNanos = banNanos;
    this.random = random;
  }

  /** The tracker named an address; what is known of it already is kept. */
  public void learned(InetSocketAddress address, boolean seeder) {
    entry(address).seeder = seeder;
    trim();
  }

  /** The tracker says that an address left the swarm; bans and connections are remembered. */
  public void left(InetSocketAddress address) {
    Entry entry = entries.get(address);
    if (entry != null && !entry.inUse && !entry.banned) {
      entries.remove(address);
    }
  }

  /** The address to dial now, which is in use from then on, or null. */
  public @Nullable InetSocketAddress nextToDial(long nowNanos) {
    InetSocketAddress best = null;
    Entry bestEntry = null;
    for (Map.Entry<InetSocketAddress, Entry> candidate : entries.entrySet()) {
      Entry entry = candidate.getValue();
      if (entry.isFree(nowNanos) && (bestEntry == null || entry.isBetterThan(bestEntry))) {
        best = candidate.getKey();
        bestEntry = entry;
      }
    }
    if (bestEntry != null) {
      bestEntry.banned = false;
      bestEntry.inUse = true;
    }
    return best;
  }

  /** An address is connected without having been dialled, so it need not be. */
  public void connected(InetSocketAddress address) {
    entry(address).inUse = true;
    trim();
  }

  /** Whether an address is being dialled or connected. */
  public boolean isInUse(InetSocketAddress address) {
    Entry entry = entries.get(address);
    return entry != null && entry.inUse;
  }

  /** A source delivered a good chunk: its failures are forgotten. */
  public void delivered(InetSocketAddress address) {
    Entry entry = entries.get(address);
    if (entry != null) {
      entry.backoff.reset();
    }
  }

  /** An address could not be reached, or its connection is gone; it rests before the next try. */
  public void failed(InetSocketAddress address, long nowNanos) {
    Entry entry = entries.get(address);
    if (entry != null && !entry.banned) {
      entry.rest(nowNanos + entry.backoff.nextDelayNanos());
      trim();
    }
  }

  /** An address is used no more, through no fault of its own; others come first for some time. */
  public void released(InetSocketAddress address, long nowNanos) {
    Entry entry = entries.get(address);
    if (entry != null && !entry.banned) {
      entry.rest(nowNanos + RELEASE_NANOS);
      trim();
    }
  }

  /** An address is used no more, but may be dialled again at once, in another way. */
  public void again(InetSocketAddress address, long nowNanos) {
    Entry entry = entries.get(address);
    if (entry != null && !entry.banned) {
      entry.rest(nowNanos);
    }
  }

  /** Whether there is an address to dial now that has not failed. */
  public boolean hasWaiting(long nowNanos) {
    return entries.values().stream()
        .anyMatch(entry -> entry.isFree(nowNanos) && entry.backoff.failures() == 0);
  }

  /** An address sent what it must not and is not to be dialled until the ban expires. */
  public void ban(InetSocketAddress address, long nowNanos) {
    Entry entry = entry(address);
    entry.banned = true;
    entry.rest(nowNanos + banNanos);
    trim();
  }

  /** Whether an address is banned now. */
  public boolean isBanned(InetSocketAddress address, long nowNanos) {
    Entry entry = entries.get(address);
    return entry != null && entry.banned && !entry.isRested(nowNanos);
  }

  /** Number of addresses in the book. */
  public int size() {
    return entries.size();
  }

  private Entry entry(InetSocketAddress address) {
    return entries.computeIfAbsent(address, unknown -> new Entry(new Backoff(random)));
  }

  private void trim() {
    while (entries.size() > capacity) {
      InetSocketAddress worst = null;
      Entry worstEntry = null;
      for (Map.Entry<InetSocketAddress, Entry> candidate : entries.entrySet()) {
        if (worstEntry == null || !worstEntry.isWorseThan(candidate.getValue())) {
          worst = candidate.getKey();
          worstEntry = candidate.getValue();
        }
      }
      entries.remove(worst);
    }
  }

  private static final class Entry {
    final Backoff backoff;
    boolean seeder;
    boolean inUse;
    boolean banned;
    boolean resting;
    long restsUntilNanos;

    Entry(Backoff backoff) {
      this.backoff = backoff;
    }

    void rest(long untilNanos) {
      inUse = false;
      resting = true;
      restsUntilNanos = untilNanos;
    }

    boolean isRested(long nowNanos) {
      return !resting || nowNanos - restsUntilNanos >= 0;
    }

    boolean isFree(long nowNanos) {
      return !inUse && isRested(nowNanos);
    }

    boolean isBetterThan(Entry other) {
      return seeder != other.seeder ? seeder : backoff.failures() < other.backoff.failures();
    }

    /** Whether to drop this rather than the other, which has been known for a shorter time. */
    boolean isWorseThan(Entry other) {
      if (badness() != other.badness()) {
        return badness() > other.badness();
      }
      return banned
          ? restsUntilNanos - other.restsUntilNanos < 0
          : backoff.failures() > other.backoff.failures();
    }

    private int badness() {
      if (inUse) {
        return 0;
      }
      if (banned) {
        return 3;
      }
      if (backoff.failures() > 0) {
        return 4;
      }
      return seeder ? 1 : 2;
    }
  }
}
