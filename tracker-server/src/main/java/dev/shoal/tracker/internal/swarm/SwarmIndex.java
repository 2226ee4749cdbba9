package dev.shoal.tracker.internal.swarm;

import dev.shoal.protocol.FileId;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Who has which file. Adding and removing take constant time; a sample of k sources takes O(k),
 * however large the swarm.
 *
 * <p>Files go by numbers, which {@link #find} gives and which stay while anybody has the file or
 * watches it.
 */
public final class SwarmIndex {
  /** Leechers whose chunk sets are looked at to say what they have together. */
  private static final int UNION = 16;

  private final FileTable files;
  private final long maxHoldingBytes;
  private final IntObjectMap<Boolean> watched = new IntObjectHashMap<>();
  private final Deque<Registrations> work = new ArrayDeque<>();
  private final Numbering numbering = new Numbering();
  private final Swarms swarms;
  private final Sampler sampler;
  private long size;
  private long completeCount;
  private long holdingBytes;
  private SwarmListener listener = SwarmListener.NOBODY;

  /**
   * An empty index.
   *
   * @param random whose numbers nobody can guess
   * @param maxHoldingBytes heap for chunk sets; registrations beyond it are taken without
   */
  public SwarmIndex(SplittableRandom random, long maxHoldingBytes) {
    this.files = new FileTable(random);
    this.swarms = new Swarms(numbering, random);
    this.sampler = new Sampler(swarms, numbering, random);
    this.maxHoldingBytes = maxHoldingBytes;
  }

  /** Who is told of changes, from within the methods below. */
  public void listener(SwarmListener told) {
    listener = told;
    swarms.listener(told);
  }

  // --- Sessions ---

  /** Registrations of a new session, hidden at first. */
  public Registrations open() {
    return numbering.open();
  }

  /**
   * Lets all of a session's registrations stand so from now on. Nobody is given them from that
   * moment on unless they are shown; their being shown where they were not, and the swarms' counts,
   * wait for {@link #work}.
   *
   * @param address where the session's peer is reached; null unless shown
   */
  public void stand(
      Registrations registrations, Standing standing, @Nullable SourceAddress address) {
    numbering.setAddress(registrations.number, standing == Standing.SHOWN ? address : null);
    if (registrations.standing != standing) {
      registrations.standing = standing;
      enqueue(registrations);
    }
  }

  /** Ends registrations: as if removed for askers at once, the rest waits for {@link #work}. */
  public void retire(Registrations registrations) {
    numbering.setAddress(registrations.number, null);
    registrations.standing = Standing.HIDDEN;
    registrations.retired = true;
    enqueue(registrations);
  }

  /** Whether there is {@link #work}. */
  public boolean hasWork() {
    return !work.isEmpty();
  }

  /**
   * Works off what changes of whole sessions have left to do.
   *
   * @param max registrations: a slice small enough not to hold up requests
   * @return whether there is more
   */
  public boolean work(int max) {
    int left = max;
    Registrations next;
    while (left > 0 && (next = work.peek()) != null) {
      left = next.retired ? removeSome(next, left) : settleSome(next, left);
      if (next.retired ? next.size() == 0 : next.unsettled == 0) {
        work.remove();
        next.queued = false;
        if (next.retired) {
          numbering.close(next.number);
        }
      }
    }
    return !work.isEmpty();
  }

  private void enqueue(Registrations registrations) {
    registrations.unsettled = registrations.size();
    if (!registrations.queued) {
      registrations.queued = true;
      work.add(registrations);
      listener.workArises();
    }
  }

  /** Downwards, so that one that moves to a removed one's place is not missed. */
  private int settleSome(Registrations registrations, int max) {
    int left = max;
    registrations.unsettled = Math.min(registrations.unsettled, registrations.size());
    for (; left > 0 && registrations.unsettled > 0; left--) {
      int place = --registrations.unsettled;
      swarms.settle(registrations.file(place), registrations.entry(place), registrations.standing);
    }
    return left - 1;
  }

  private int removeSome(Registrations registrations, int max) {
    int left = max;
    for (; left > 0 && registrations.size() > 0; left--) {
      removeAt(registrations, registrations.size() - 1);
    }
    return left - 1; // to be empty takes time as well
  }

  // --- Registrations ---

  /**
   * Enters what a session has of a file, in place of what it had.
   *
   * @param complete it is a seeder
   * @param holding null for a plain complete registration
   */
  public void put(
      Registrations registrations,
      long word0,
      long word1,
      long word2,
      long word3,
      boolean complete,
      @Nullable Holding holding) {
    int file = files.findOrAdd(word0, word1, word2, word3);
    int entry = swarms.entryOf(file, registrations.number);
    if (entry >= 0) {
      update(registrations, file, entry, complete);
    } else {
      swarms.add(registrations, file, complete);
      size++;
      completeCount += complete ? 1 : 0;
    }
    registrations.digest(holding == null ? word0 : holding.digest());
    if (holding != null) {
      hold(registrations, file, holding);
    }
  }

  /** Removes what a session has of a file; false if it has nothing of it. */
  public boolean remove(
      Registrations registrations, long word0, long word1, long word2, long word3) {
    int file = files.find(word0, word1, word2, word3);
    int entry = file < 0 ? -1 : swarms.entryOf(file, registrations.number);
    if (entry < 0) {
      return false;
    }
    removeAt(registrations, SwarmList.place(swarms.list(file), entry));
    return true;
  }

  /** Whether a session has registered a file. */
  public boolean has(Registrations registrations, long word0, long word1, long word2, long word3) {
    int file = files.find(word0, word1, word2, word3);
    return file >= 0 && swarms.entryOf(file, registrations.number) >= 0;
  }

  private void update(Registrations registrations, int file, int entry, boolean complete) {
    forgetHolding(registrations, file);
    if (SwarmList.isComplete(swarms.list(file), entry) != complete) {
      swarms.turn(registrations, file, entry);
      completeCount += complete ? 1 : -1;
      if (complete) {
        listener.completed(files.id(file));
      }
    }
  }

  private void removeAt(Registrations registrations, int place) {
    int file = registrations.file(place);
    forgetHolding(registrations, file);
    boolean complete = SwarmList.isComplete(swarms.list(file), registrations.entry(place));
    completeCount -= complete ? 1 : 0;
    swarms.remove(registrations, place);
    size--;
    forgetIfUnused(file);
  }

  private void forgetIfUnused(int file) {
    if (swarms.isEmpty(file) && !watched.containsKey(file)) {
      files.remove(file);
    }
  }

  private void hold(Registrations registrations, int file, Holding holding) {
    Holding kept =
        holdingBytes + holding.bytes() > maxHoldingBytes ? holding.withoutChunks() : holding;
    holdingBytes += kept.bytes();
    registrations.setHolding(file, kept);
  }

  /** Takes a registration's contribution out of the digest, and forgets its chunk set. */
  private void forgetHolding(Registrations registrations, int file) {
    Holding holding = registrations.holding(file);
    registrations.digest(holding == null ? files.firstWord(file) : holding.digest());
    if (holding != null) {
      holdingBytes -= holding.bytes();
      registrations.setHolding(file, null);
    }
  }

  // --- Questions ---

  /** The number of a file that anybody has, or a negative number. */
  public int find(long word0, long word1, long word2, long word3) {
    return files.find(word0, word1, word2, word3);
  }

  /** The number of a file, which stays until {@link #unwatch} though nobody may have the file. */
  public int watch(long word0, long word1, long word2, long word3) {
    int file = files.findOrAdd(word0, word1, word2, word3);
    watched.put(file, Boolean.TRUE);
    return file;
  }

  /** Ends a watch. */
  public void unwatch(int file) {
    if (watched.remove(file) != null) {
      forgetIfUnused(file);
    }
  }

  /** Number of seeders that are shown or counted. */
  public int seederCount(int file) {
    return file < 0 ? 0 : SwarmList.seederCount(swarms.list(file));
  }

  /** Number of leechers that are shown or counted. */
  public int leecherCount(int file) {
    return file < 0 ? 0 : SwarmList.leecherCount(swarms.list(file));
  }

  /** Puts random sources of a file into an empty sample, as many as it wants and there are. */
  public void sample(int file, SourceSample sample) {
    if (file >= 0) {
      sampler.sample(file, sample);
    }
  }

  /** Where a session's peer is reached if the session is a shown source of the file, or null. */
  public @Nullable SourceAddress shownAt(int file, int number) {
    int entry = swarms.entryOf(file, number);
    return entry >= 0 && entry < swarms.list(file)[SwarmList.SHOWN]
        ? numbering.address(number)
        : null;
  }

  /** Whether a session is a seeder of the file that is shown. */
  public boolean isShownSeeder(int file, int number) {
    int entry = swarms.entryOf(file, number);
    return entry >= 0 && entry < swarms.list(file)[SwarmList.SEEDERS];
  }

  /** Chunk size of one of the leechers, 0 where there is none, and what those with it have. */
  public Union leecherChunks(int file) {
    int chunkSize = 0;
    RoaringBitmap union = new RoaringBitmap();
    int[] list = file < 0 ? SwarmList.create() : swarms.list(file);
    int end = Math.min(list[SwarmList.SHOWN], list[SwarmList.SEEDERS] + UNION);
    for (int entry = list[SwarmList.SEEDERS]; entry < end; entry++) {
      Holding holding = numbering.at(SwarmList.number(list, entry)).holding(file);
      if (holding != null && holding.chunks() != null) {
        chunkSize = chunkSize == 0 ? holding.chunkSize() : chunkSize;
        if (holding.chunkSize() == chunkSize) {
          union.or(holding.chunks());
        }
      }
    }
    return new Union(chunkSize, union.getCardinality());
  }

  /**
   * What leechers have together.
   *
   * @param chunkSize 0: there are none
   * @param chunks different ones
   */
  public record Union(int chunkSize, int chunks) {}

  /** The id behind a file's number. */
  public FileId id(int file) {
    return files.id(file);
  }

  /** Number of registrations, hidden ones included. */
  public long size() {
    return size;
  }

  /** Number of registrations of whole files, hidden ones included. */
  public long completeCount() {
    return completeCount;
  }

  /** Heap that chunk sets take. */
  public long holdingBytes() {
    return holdingBytes;
  }

  /** Number of files that have a registration or are watched. */
  public int fileCount() {
    return files.size();
  }
}
