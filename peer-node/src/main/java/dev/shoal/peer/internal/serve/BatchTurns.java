package dev.shoal.peer.internal.serve;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

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

  private final int most;
  private final Deque<Asker> inLine = new ArrayDeque<>();
  private int held;
  private int waiting;

  /**
   * @param most batches in memory at one time, at least 1
   */
  BatchTurns(int most) {
    this.most = most;
  }

  /** One connection. */
  final class Asker {
    private final Deque<Runnable> actions = new ArrayDeque<>();
    private int holds;

    /**
     * Waits for a turn.
     *
     * @param action run when it has come, and to be followed by {@link #leave()}
     * @return false if too many wait already
     */
    boolean enter(Runnable action) {
      List<Runnable> due;
      synchronized (BatchTurns.this) {
        if (holds + actions.size() >= MOST_REQUESTS || waiting >= MOST_WAITING) {
          return false;
        }
        actions.add(action);
        waiting++;
        if (actions.size() == 1) {
          inLine.add(this);
        }
        due = settle();
      }
      due.forEach(Runnable::run);
      return true;
    }

    /** A turn is over. */
    void leave() {
      List<Runnable> due;
      synchronized (BatchTurns.this) {
        holds--;
        held--;
        due = settle();
      }
      due.forEach(Runnable::run);
    }

    /** Whoever waits need not any more. */
    void close() {
      synchronized (BatchTurns.this) {
        waiting -= actions.size();
        actions.clear();
        inLine.remove(this);
      }
    }
  }

  /** The actions whose turn has come. */
  private List<Runnable> settle() {
    List<Runnable> due = new ArrayList<>(1);
    for (int passed = 0; held < most && passed < inLine.size(); ) {
      Asker asker = inLine.remove();
      if (asker.holds >= MOST_OF_ONE) {
        inLine.add(asker);
        passed++;
        continue;
      }
      due.add(asker.actions.remove());
      waiting--;
      asker.holds++;
      held++;
      passed = 0;
      if (!asker.actions.isEmpty()) {
        inLine.add(asker);
      }
    }
    return due;
  }
}
