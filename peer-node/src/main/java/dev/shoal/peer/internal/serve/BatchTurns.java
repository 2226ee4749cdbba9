package dev.shoal.peer.internal.serve;

import dev.shoal.transport.AddressGroup;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Who may have a batch of small files in this node's memory: so many at one time in all, fewer of
 * one asker, and whoever waits takes turns. Thread-safe; actions run outside the lock, on the
 * thread that made them possible.
 */
final class BatchTurns {
  /** Batches of one asker in memory at one time. */
  static final int MOST_OF_ONE = 2;

  /** Requests of one asker that are not over. */
  static final int MOST_REQUESTS = 16;

  /** Requests that wait, of all askers. */
  static final int MOST_WAITING = 512;

  /** Requests that wait, of all askers of one address. */
  static final int MOST_WAITING_OF_ADDRESS = MOST_WAITING / 8;

  private final int most;
  private final Map<AddressGroup, Integer> waitingOf = new HashMap<>();
  private final Deque<Asker> inLine = new ArrayDeque<>();
  private int held;
  private int waiting;

  /**
   * @param most batches in memory at one time, at least 1
   */
  BatchTurns(int most) {
    this.most = most;
  }

  /** A request, for which an action waits that says whether it is still wanted. */
  private record Turn(Asker asker, AddressGroup address, BooleanSupplier action) {}

  /** One connection. */
  final class Asker {
    private final Deque<Turn> turns = new ArrayDeque<>();
    private int holds;

    /**
     * Waits for a turn.
     *
     * @param address of the other side
     * @param action run when it has come; true: to be followed by {@link #leave()}, false: the turn
     *     is not wanted any more
     * @return false if too many wait already
     */
    boolean enter(AddressGroup address, BooleanSupplier action) {
      List<Turn> due;
      synchronized (BatchTurns.this) {
        if (holds + turns.size() >= MOST_REQUESTS
            || waiting >= MOST_WAITING
            || waitingOf.getOrDefault(address, 0) >= MOST_WAITING_OF_ADDRESS) {
          return false;
        }
        turns.add(new Turn(this, address, action));
        waits(address, 1);
        if (turns.size() == 1) {
          inLine.add(this);
        }
        due = settle();
      }
      begin(due);
      return true;
    }

    /** A turn is over. */
    void leave() {
      begin(over());
    }

    /** Whoever waits need not any more. */
    void close() {
      synchronized (BatchTurns.this) {
        turns.forEach(turn -> waits(turn.address, -1));
        turns.clear();
        inLine.remove(this);
      }
    }

    private List<Turn> over() {
      synchronized (BatchTurns.this) {
        holds--;
        held--;
        return settle();
      }
    }
  }

  /** In a loop: however many in line are not wanted any more, the stack stays as it is. */
  private static void begin(List<Turn> came) {
    Deque<Turn> due = new ArrayDeque<>(came);
    while (!due.isEmpty()) {
      Turn turn = due.remove();
      if (!turn.action.getAsBoolean()) {
        due.addAll(turn.asker.over());
      }
    }
  }

  private void waits(AddressGroup address, int change) {
    waiting += change;
    waitingOf.merge(address, change, (before, more) -> before + more == 0 ? null : before + more);
  }

  /** Those whose turn has come. */
  private List<Turn> settle() {
    List<Turn> due = new ArrayList<>(1);
    for (int passed = 0; held < most && passed < inLine.size(); ) {
      Asker asker = inLine.remove();
      if (asker.holds >= MOST_OF_ONE) {
        inLine.add(asker);
        passed++;
        continue;
      }
      Turn turn = asker.turns.remove();
      due.add(turn);
      waits(turn.address, -1);
      asker.holds++;
      held++;
      passed = 0;
      if (!asker.turns.isEmpty()) {
        inLine.add(asker);
      }
    }
    return due;
  }
}
