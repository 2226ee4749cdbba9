package dev.shoal.tracker.internal.swarm;

import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The swarms' lists of entries, by the files' numbers. Keeps each list in its order, and tells
 * everybody who remembers where an entry is when it moves. {@link SwarmIndex}'s.
 */
final class Swarms {
  /** Swarms larger than this have a table of their entries; smaller ones are searched. */
  private static final int LARGE = 64;

  private static final int PAGE_BITS = 10;
  private static final int PAGE = 1 << PAGE_BITS;
  private static final int[] NOBODY = SwarmList.create();

  private final Numbering numbering;
  private final SplittableRandom random;
  private final IntObjectMap<Places> largeSwarms = new IntObjectHashMap<>();
  private int[][][] lists = new int[16][][];
  private SwarmListener listener = SwarmListener.NOBODY;

  Swarms(Numbering numbering, SplittableRandom random) {
    this.numbering = numbering;
    this.random = random;
  }

  void listener(SwarmListener told) {
    listener = told;
  }

  /** Whether nobody has the file. */
  boolean isEmpty(int file) {
    return listOrNull(file) == null;
  }

  /** The list of a file, which is not to be changed where nobody has the file. */
  int[] list(int file) {
    int[] list = listOrNull(file);
    return list == null ? NOBODY : list;
  }

  /** The entry of those registrations in the swarm of a file, or a negative number. */
  int entryOf(int file, int number) {
    int[] list = list(file);
    if (list[SwarmList.SIZE] <= LARGE / 2) {
      return SwarmList.find(list, number);
    }
    Places places = largeSwarms.get(file);
    return places == null ? SwarmList.find(list, number) : places.find(number);
  }

  /** Enters registrations that are not in the swarm. */
  void add(Registrations registrations, int file, boolean complete) {
    int[] former = listOrNull(file);
    int[] list = SwarmList.withRoom(former == null ? SwarmList.create() : former);
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
    settle(file, entry, registrations.standing);
  }

  /** Makes a leecher of a seeder, or the other way round. */
  void turn(Registrations registrations, int file, int entry) {
    int[] list = list(file);
    int place = SwarmList.place(list, entry);
    settle(file, entry, Standing.HIDDEN);
    int held = registrations.entry(place);
    SwarmList.setWord(list, held, SwarmList.word(list, held) ^ SwarmList.COMPLETE);
    settle(file, held, registrations.standing);
  }

  /** Removes what a session has at that place among its registrations. */
  void remove(Registrations registrations, int place) {
    int file = registrations.file(place);
    settle(file, registrations.entry(place), Standing.HIDDEN);
    int[] list = list(file);
    int last = list[SwarmList.SIZE] - 1;
    swap(file, list, registrations.entry(place), last);
    Places places = largeSwarms.get(file);
    if (places != null) {
      places.removed(registrations.number);
    }
    list[SwarmList.SIZE] = last;
    if (registrations.remove(place)) {
      SwarmList.setPlace(list(registrations.file(place)), registrations.entry(place), place);
    }
    if (last <= LARGE / 2) {
      largeSwarms.remove(file);
    }
    setList(file, last == 0 ? null : SwarmList.trimmed(list));
  }

  /** Lets an entry stand so, whatever it stood like. It may change its place in the list. */
  void settle(int file, int entry, Standing standing) {
    int[] list = list(file);
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

  private int @Nullable [] listOrNull(int file) {
    int page = file >>> PAGE_BITS;
    int[][] lists = page < this.lists.length ? this.lists[page] : null;
    return lists == null ? null : lists[file & (PAGE - 1)];
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
