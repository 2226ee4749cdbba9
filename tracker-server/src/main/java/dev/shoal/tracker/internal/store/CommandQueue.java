package dev.shoal.tracker.internal.store;

import dev.shoal.tracker.internal.state.Command;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Commands that wait for the committer, bounded in number and in bytes.
 *
 * <p>Thread-safe; its lock is never held while anything else is waited for.
 */
final class CommandQueue {
  /** A command with who hears of it. */
  record Item(Command command, int bytes, Reply reply) {}

  /** What became of an offer. */
  enum Answer {
    TAKEN,
    FULL,
    CLOSED
  }

  private final int maxCommands;
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<Item> items = new ArrayDeque<>();
  private long bytes;
  private boolean closed;

  CommandQueue(int maxCommands, long maxBytes) {
    this.maxCommands = maxCommands;
    this.maxBytes = maxBytes;
  }

  /** Takes the item if there is room for it; an empty queue has room for any. */
  Answer offer(Item item) {
    lock.lock();
    try {
      if (closed) {
        return Answer.CLOSED;
      }
      if (items.size() >= maxCommands || (!items.isEmpty() && bytes + item.bytes() > maxBytes)) {
        return Answer.FULL;
      }
      items.add(item);
      bytes += item.bytes();
      changed.signal();
      return Answer.TAKEN;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for commands and takes the first of them.
   *
   * @param mostCommands of the group
   * @param mostBytes of the group, unless its first command alone has more
   * @param patience nanoseconds to wait for the first one
   * @return empty if none came in time; null if the queue is closed and empty
   */
  @Nullable List<Item> take(int mostCommands, long mostBytes, long patience)
      throws InterruptedException {
    lock.lock();
    try {
      long left = patience;
      while (items.isEmpty() && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (items.isEmpty() && closed) {
        return null;
      }
      List<Item> group = new ArrayList<>();
      long taken = 0;
      for (Item next = items.peek();
          next != null
              && group.size() < mostCommands
              && (group.isEmpty() || taken + next.bytes() <= mostBytes);
          next = items.peek()) {
        group.add(items.remove());
        taken += next.bytes();
      }
      bytes -= taken;
      return group;
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more. What is there can still be taken out. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return items.size();
    } finally {
      lock.unlock();
    }
  }

  long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }
}
