package dev.shoal.peer.internal.schedule;

import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.ChunkSet;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/**
 * Which chunk to ask of a source for those who read the file while it is fetched.
 *
 * <p>Wanted is what lies some way ahead of a reader: what all sources deliver in two seconds, 8 to
 * 32 MiB, and at least 4 chunks. The first chunk of it goes to a source that delivers it about as
 * soon as any; a slower one is given what is read later. A chunk right before the reader that was
 * asked of a source which keeps it waiting is asked of a faster one, too.
 *
 * <p>Each step costs as much as there are sources and wishes, however many chunks there are.
 */
final class ReadAhead<S> {
  private static final int LEAST_CHUNKS = 4;

  /** So much from a reader on may be asked of a second source. */
  private static final long URGENT_BYTES = 1 << 20;

  private static final long LEAST_BYTES = 8 << 20;
  private static final long MOST_BYTES = 32 << 20;
  private static final double SECONDS = 2;

  /** A source that would be less late than this is not worth fetching a chunk twice. */
  private static final long BEARABLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final ChunkLayout layout;
  private final ChunkSet verified;
  private final RarityBuckets buckets;
  private final Outstanding<S> outstanding;
  private final Collection<SourceEntry<S>> sources;
  private final Wishes wishes;
  private final int maxHolders;

  /** All but the layout change as the scheduler goes on. */
  ReadAhead(
      ChunkLayout layout,
      ChunkSet verified,
      RarityBuckets buckets,
      Outstanding<S> outstanding,
      Collection<SourceEntry<S>> sources,
      Wishes wishes,
      int maxHolders) {
    this.layout = layout;
    this.verified = verified;
    this.buckets = buckets;
    this.outstanding = outstanding;
    this.sources = sources;
    this.wishes = wishes;
    this.maxHolders = maxHolders;
  }

  /** Whether a chunk lies so close before a reader that it may be asked of two sources. */
  boolean isUrgent(int chunk) {
    return wishes.all().stream().anyMatch(wish -> isWithin(chunk, wish, urgentChunks()));
  }

  /** Whether somebody is about to read a chunk. */
  boolean isWanted(int chunk) {
    double rate = rate();
    return wishes.all().stream().anyMatch(wish -> isWithin(chunk, wish, reach(wish, rate)));
  }

  private boolean isWithin(int chunk, Wish wish, int count) {
    int cursor = cursor(wish);
    return chunk >= cursor && chunk - cursor < count;
  }

  /** The chunk to ask of a source for a reader, or -1 if it should be asked for another. */
  int next(SourceEntry<S> source, long nowNanos) {
    if (wishes.all().isEmpty()) {
      return -1;
    }
    int late = nextLate(source, nowNanos);
    return late >= 0 ? late : nextMissing(source, nowNanos);
  }

  private int nextLate(SourceEntry<S> source, long nowNanos) {
    for (Wish wish : wishes.all()) {
      int cursor = cursor(wish);
      int end = (int) Math.min(layout.count(), cursor + (long) urgentChunks());
      for (int chunk = cursor; chunk < end; chunk++) {
        if (outstanding.isBetter(source, chunk, maxHolders, BEARABLE_NANOS, nowNanos)
            && isSoonEnough(source, chunk, nowNanos)) {
          return chunk;
        }
      }
    }
    return -1;
  }

  /** Of several readers' chunks, the one whose reader is closest. */
  private int nextMissing(SourceEntry<S> source, long nowNanos) {
    ChunkBits avoided = source.avoided(nowNanos);
    double rate = rate();
    int nearest = -1;
    int distance = Integer.MAX_VALUE;
    Wish whose = null;
    for (Wish wish : wishes.all()) {
      int cursor = cursor(wish);
      int chunk = buckets.first(cursor, end(wish, rate), source.chunks, avoided);
      if (chunk >= 0 && chunk - cursor < distance) {
        nearest = chunk;
        distance = chunk - cursor;
        whose = wish;
      }
    }
    if (whose == null || isSoonEnough(source, nearest, nowNanos)) {
      return nearest;
    }
    // By the time that a slower source has delivered, the others will have got about that far.
    long lead = (long) (nanos(source, nowNanos) * rate / layout.chunkSize());
    int from = (int) Math.min(layout.count(), cursor(whose) + lead);
    return buckets.first(from, end(whose, rate), source.chunks, avoided);
  }

  private boolean isSoonEnough(SourceEntry<S> source, int chunk, long nowNanos) {
    long soonest = Long.MAX_VALUE;
    for (SourceEntry<S> other : sources) {
      ChunkBits avoided = other.avoided(nowNanos);
      boolean may = avoided == null || !avoided.contains(chunk);
      if (other != source && may && other.has(chunk)) {
        soonest = Math.min(soonest, nanos(other, nowNanos));
      }
    }
    return nanos(source, nowNanos) / 2 <= soonest;
  }

  /**
   * What a source that has fallen silent would take is anybody's guess: as long again, at least.
   */
  private static long nanos(SourceEntry<?> source, long nowNanos) {
    SourceWindow window = source.window;
    return Math.max(window.estimateNanos(window.chunkSize()), window.silenceNanos(nowNanos));
  }

  /** What all sources deliver, bytes a nanosecond. */
  private double rate() {
    double sum = 0;
    for (SourceEntry<S> source : sources) {
      sum += source.window.bytesPerSecond();
    }
    return sum / TimeUnit.SECONDS.toNanos(1);
  }

  private int end(Wish wish, double rate) {
    return (int) Math.min(layout.count(), cursor(wish) + (long) reach(wish, rate));
  }

  /** How many chunks from a reader on are wanted. */
  private int reach(Wish wish, double rate) {
    if (wish.isFollowing()) {
      return Integer.MAX_VALUE;
    }
    double soon = rate * SECONDS * TimeUnit.SECONDS.toNanos(1);
    long bytes = (long) Math.max(LEAST_BYTES, Math.min(MOST_BYTES, soon));
    return (int) Math.max(LEAST_CHUNKS, bytes / layout.chunkSize());
  }

  private int urgentChunks() {
    return (int) Math.max(LEAST_CHUNKS, URGENT_BYTES / layout.chunkSize());
  }

  private int cursor(Wish wish) {
    if (wish.isFollowing()) {
      int first = verified.nextMissing((int) (wish.position() / layout.chunkSize()));
      wish.moveTo(first < 0 ? layout.length() : layout.offset(first));
    }
    return (int) Math.min(layout.count(), wish.position() / layout.chunkSize());
  }
}
