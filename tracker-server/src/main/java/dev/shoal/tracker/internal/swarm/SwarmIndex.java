package dev.shoal.tracker.internal.swarm;

import dev.shoal.protocol.FileId;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.util.ArrayDeque;
import java.util.Arrays;
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
  /** Swarms larger than this have a table of their entries; smaller ones are searched. */
  private static final int LARGE = 64;

  private static final int PAGE_BITS = 10;
  private static final int PAGE = 1 << PAGE_BITS;

  /** Leechers whose chunk sets are looked at to say what they have together. */
  private static final int UNION = 16;

  private static final int[] NOBODY = SwarmList.create();

  private final FileTable files;
  private final SplittableRandom random;
  private final long maxHoldingBytes;
  private final IntObjectMap<Places> largeSwarms = new IntObjectHashMap<>();
  private final IntObjectMap<Boolean> watched = new IntObjectHashMap<>();
  private final Deque<Registrations> work = new ArrayDeque<>();
  private final Numbering numbering = new Numbering();
  private int[][][] lists = new int[16][][];
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
    this.random = random;
    this.maxHoldingBytes = maxHoldingBytes;
  }

  /** Who is told of changes, from within the methods below. */
  public void listener(SwarmListener told) {
    listener = told;
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
      settle(registrations.file(place), registrations.entry(place), registrations.standing);
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
    int[] list = list(file);
    int entry = list == null ? -1 : entryOf(file, list, registrations.number);
    if (entry >= 0) {
      update(registrations, file, entry, complete);
    } else {
      add(registrations, file, complete);
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
    int[] list = file < 0 ? null : list(file);
    int entry = list == null ? -1 : entryOf(file, list, registrations.number);
    if (list == null || entry < 0) {
      return false;
    }
    removeAt(registrations, SwarmList.place(list, entry));
    return true;
  }

  /** Whether a session has registered a file. */
  public boolean has(Registrations registrations, long word0, long word1, long word2, long word3) {
    int file = files.find(word0, word1, word2, word3);
    return file >= 0 && entryOf(file, known(file), registrations.number) >= 0;
  }

  private void add(Registrations registrations, int file, boolean complete) {
    int[] list = list(file);
    list = SwarmList.withRoom(list == null ? SwarmList.create() : list);
    setList(file, list);
    int entry = list[SwarmList.SIZE]++;
    int place = registrations.add(file, entry);
    SwarmList.setWord(list, entry, registrations.number | (complete ? SwarmList.COMPLETE : 0));
    SwarmList.setPlace(list, entry, place);
    Places places = largeSwarms.get(file);
    if (places != null) {
      places.added(registrations.number, entry);
    } else if (list[SwarmList.SIZE] > LARGE) {
      largeSwarms.put(file, new Places(list, random.nextLong()));
    }
    size++;
    completeCount += complete ? 1 : 0;
    settle(file, entry, registrations.standing);
  }

  private void update(Registrations registrations, int file, int entry, boolean complete) {
    forgetHolding(registrations, file);
    int[] list = known(file);
    if (SwarmList.isComplete(list, entry) != complete) {
      int place = SwarmList.place(list, entry);
      settle(file, entry, Standing.HIDDEN);
      int held = registrations.entry(place);
      SwarmList.setWord(list, held, SwarmList.word(list, held) ^ SwarmList.COMPLETE);
      completeCount += complete ? 1 : -1;
      settle(file, held, registrations.standing);
      if (complete) {
        listener.completed(files.id(file));
      }
    }
  }

  private void removeAt(Registrations registrations, int place) {
    int file = registrations.file(place);
    forgetHolding(registrations, file);
    settle(file, registrations.entry(place), Standing.HIDDEN);
    int[] list = known(file);
    int entry = registrations.entry(place);
    completeCount -= SwarmList.isComplete(list, entry) ? 1 : 0;
    int last = list[SwarmList.SIZE] - 1;
    swap(file, list, entry, last);
    Places places = largeSwarms.get(file);
    if (places != null) {
      places.removed(registrations.number);
    }
    list[SwarmList.SIZE] = last;
    if (registrations.remove(place)) {
      SwarmList.setPlace(known(registrations.file(place)), registrations.entry(place), place);
    }
    size--;
    shrink(file, list);
  }

  private void shrink(int file, int[] list) {
    int left = list[SwarmList.SIZE];
    if (left <= LARGE / 2) {
      largeSwarms.remove(file);
    }
    if (left == 0) {
      setList(file, null);
      if (!watched.containsKey(file)) {
        files.remove(file);
      }
      return;
    }
    setList(file, SwarmList.trimmed(list));
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

  // --- Entries ---

  /** Lets an entry stand so, whatever it stood like. It may change its place in the list. */
  private void settle(int file, int entry, Standing standing) {
    int[] list = known(file);
    boolean complete = SwarmList.isComplete(list, entry);
    int at = entry;
    if (at < list[SwarmList.SHOWN]) {
      if (standing == Standing.SHOWN) {
        return;
      }
      at = takeFromShown(file, list, at);
      listener.changed(file);
    } else if ((SwarmList.word(list, at) & SwarmList.COUNTED) != 0) {
      list[countOf(complete)]--;
      SwarmList.setWord(list, at, SwarmList.word(list, at) & ~SwarmList.COUNTED);
    }
    if (standing == Standing.SHOWN) {
      giveToShown(file, list, at, complete);
      listener.changed(file);
    } else if (standing == Standing.COUNTED) {
      list[countOf(complete)]++;
      SwarmList.setWord(list, at, SwarmList.word(list, at) | SwarmList.COUNTED);
    }
  }

  private static int countOf(boolean complete) {
    return complete ? SwarmList.COUNTED_SEEDERS : SwarmList.COUNTED_LEECHERS;
  }

  private int takeFromShown(int file, int[] list, int entry) {
    int at = entry;
    if (at < list[SwarmList.SEEDERS]) {
      int lastSeeder = --list[SwarmList.SEEDERS];
      swap(file, list, at, lastSeeder);
      at = lastSeeder;
    }
    int lastShown = --list[SwarmList.SHOWN];
    swap(file, list, at, lastShown);
    return lastShown;
  }

  private void giveToShown(int file, int[] list, int entry, boolean complete) {
    int at = list[SwarmList.SHOWN]++;
    swap(file, list, entry, at);
    if (complete) {
      swap(file, list, at, list[SwarmList.SEEDERS]++);
    }
  }

  private void swap(int file, int[] list, int one, int other) {
    if (one == other) {
      return;
    }
    int word = SwarmList.word(list, one);
    int place = SwarmList.place(list, one);
    SwarmList.copy(list, other, one);
    SwarmList.setWord(list, other, word);
    SwarmList.setPlace(list, other, place);
    Places places = largeSwarms.get(file);
    moved(list, one, places);
    moved(list, other, places);
  }

  /** Tells all who remember where an entry is. */
  private void moved(int[] list, int entry, @Nullable Places places) {
    int number = SwarmList.number(list, entry);
    numbering.at(number).setEntry(SwarmList.place(list, entry), entry);
    if (places != null) {
      places.moved(number, entry);
    }
  }

  private int entryOf(int file, int[] list, int number) {
    if (list[SwarmList.SIZE] <= LARGE / 2) {
      return SwarmList.find(list, number);
    }
    Places places = largeSwarms.get(file);
    return places == null ? SwarmList.find(list, number) : places.find(number);
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
    if (watched.remove(file) != null && list(file) == null) {
      files.remove(file);
    }
  }

  /** Number of seeders that are shown or counted. */
  public int seederCount(int file) {
    return file < 0 ? 0 : SwarmList.seederCount(known(file));
  }

  /** Number of leechers that are shown or counted. */
  public int leecherCount(int file) {
    return file < 0 ? 0 : SwarmList.leecherCount(known(file));
  }

  /** Puts random sources of a file into an empty sample, as many as it wants and there are. */
  public void sample(int file, SourceSample sample) {
    if (file < 0) {
      return;
    }
    sample.takeFrom(numbering);
    int[] list = known(file);
    int seeders = list[SwarmList.SEEDERS];
    int shown = list[SwarmList.SHOWN];
    int own = sample.own() < 0 ? -1 : entryOf(file, list, sample.own());
    int leechers = shown - seeders - (own >= seeders && own < shown ? 1 : 0);
    sampleRange(list, 0, seeders, sample.seedersWanted(leechers), sample);
    sampleRange(list, seeders, shown, sample.wanted() - sample.size(), sample);
    boolean counted =
        own >= 0 && (own < shown || (SwarmList.word(list, own) & SwarmList.COUNTED) != 0);
    boolean complete = counted && SwarmList.isComplete(list, own);
    sample.setCounts(
        SwarmList.seederCount(list) - (complete ? 1 : 0),
        SwarmList.leecherCount(list) - (counted && !complete ? 1 : 0));
  }

  /** Offers a contiguous run from a random place, at most each entry once. */
  private void sampleRange(int[] list, int from, int to, int wanted, SourceSample sample) {
    int count = to - from;
    if (count <= 0 || wanted <= 0) {
      return;
    }
    int at = from + (count == 1 ? 0 : random.nextInt(count));
    int looks = Math.min(count, 4 * wanted + 16 + sample.toBePassedOver());
    for (int taken = 0; looks > 0 && taken < wanted; looks--) {
      int word = SwarmList.word(list, at);
      if (sample.offer(word & SwarmList.NUMBER, word < 0)) {
        taken++;
      }
      at = at + 1 == to ? from : at + 1;
    }
  }

  /** Where a session's peer is reached if the session is a shown source of the file, or null. */
  public @Nullable SourceAddress shownAt(int file, int number) {
    int[] list = known(file);
    int entry = entryOf(file, list, number);
    return entry >= 0 && entry < list[SwarmList.SHOWN] ? numbering.address(number) : null;
  }

  /** Whether a session is a seeder of the file that is shown. */
  public boolean isShownSeeder(int file, int number) {
    int[] list = known(file);
    int entry = entryOf(file, list, number);
    return entry >= 0 && entry < list[SwarmList.SEEDERS];
  }

  /** Chunk size of one of the leechers, 0 where there is none, and what those with it have. */
  public Union leecherChunks(int file) {
    int chunkSize = 0;
    RoaringBitmap union = new RoaringBitmap();
    int[] list = file < 0 ? SwarmList.create() : known(file);
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

  private int @Nullable [] list(int file) {
    int page = file >>> PAGE_BITS;
    int[][] lists = page < this.lists.length ? this.lists[page] : null;
    return lists == null ? null : lists[file & (PAGE - 1)];
  }

  /** The list of a file, which is not to be changed where nobody has the file. */
  private int[] known(int file) {
    int[] list = list(file);
    return list == null ? NOBODY : list;
  }

  private void setList(int file, int @Nullable [] list) {
    int page = file >>> PAGE_BITS;
    if (page >= lists.length) {
      lists = Arrays.copyOf(lists, Math.max(page + 1, lists.length * 2));
    }
    if (lists[page] == null) {
      lists[page] = new int[PAGE][];
    }
    lists[page][file & (PAGE - 1)] = list;
  }
}
