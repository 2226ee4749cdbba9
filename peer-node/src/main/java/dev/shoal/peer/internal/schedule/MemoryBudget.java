package dev.shoal.peer.internal.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A strict bound, in bytes, on the chunk buffers of all downloads of a node.
 *
 * <p>Each download opens an {@link Account} with a guarantee (one chunk) that it can always use;
 * what no guarantee covers is a common pool, taken by need. While some account waits for memory, no
 * other may hold more of the pool than an equal share, so that what a greedy one returns reaches
 * the waiting one. While a download waits for its guarantee, the pool lends nothing, until the
 * guarantee fits.
 *
 * <p>Thread-safe. Futures and callbacks are completed outside the lock, by the thread that returned
 * the memory or asked: they must be short and should do no more than hand over to an event loop.
 */
public final class MemoryBudget {
  private record Opening(CompletableFuture<Account> future, long guarantee) {}

  private final Object lock = new Object();
  private final long total;
  private final Queue<Opening> openings = new ArrayDeque<>();
  private final Set<Account> accounts = new HashSet<>();
  private final Queue<Account> waiting = new ArrayDeque<>();
  private long guaranteed;
  private long lent;
  private int wanting;

  /**
   * A budget of so many bytes.
   *
   * @throws IllegalArgumentException if there are none
   */
  public MemoryBudget(long totalBytes) {
    if (totalBytes <= 0) {
      throw new IllegalArgumentException("a memory budget must be positive, not " + totalBytes);
    }
    total = totalBytes;
  }

  /** The bound, bytes. */
  public long totalBytes() {
    return total;
  }

  /** Bytes reserved by all accounts now, unused guarantees not counted. */
  public long reservedBytes() {
    synchronized (lock) {
      return accounts.stream().mapToLong(account -> account.reserved).sum();
    }
  }

  /**
   * Opens an account as soon as its guarantee fits, first come, first served. Cancelling the future
   * withdraws the request.
   *
   * @throws IllegalArgumentException if the guarantee is not positive or larger than the budget
   */
  public CompletableFuture<Account> open(long guarantee) {
    if (guarantee <= 0 || guarantee > total) {
      throw new IllegalArgumentException(
          "a guarantee of " + guarantee + " bytes from a memory budget of " + total);
    }
    CompletableFuture<Account> future = new CompletableFuture<>();
    Opening opening = new Opening(future, guarantee);
    List<Runnable> actions;
    synchronized (lock) {
      openings.add(opening);
      actions = settle();
    }
    run(actions);
    future.whenComplete(
        (account, failure) -> {
          if (failure != null) {
            withdraw(opening);
          }
        });
    return future;
  }

  private void withdraw(Opening opening) {
    List<Runnable> actions;
    synchronized (lock) {
      openings.remove(opening);
      actions = settle();
    }
    run(actions);
  }

  /** Grants what has become possible; returns what is then to be run outside the lock. */
  private List<Runnable> settle() {
    List<Runnable> actions = new ArrayList<>();
    for (Opening head = openings.peek();
        head != null && guaranteed + lent + head.guarantee <= total;
        head = openings.peek()) {
      openings.remove();
      guaranteed += head.guarantee;
      Account account = new Account(head.guarantee);
      accounts.add(account);
      CompletableFuture<Account> future = head.future;
      actions.add(
          () -> {
            if (!future.complete(account)) {
              account.close();
            }
          });
    }
    notifyWaiting(actions);
    return actions;
  }

  private void notifyWaiting(List<Runnable> actions) {
    long promised = 0;
    boolean blocked = false;
    for (Iterator<Account> i = waiting.iterator(); i.hasNext(); ) {
      Account account = i.next();
      long needed = account.needed(account.wanted);
      // Who comes later may overtake one that is beyond its share, not one that lacks free bytes.
      if ((needed == 0 || !blocked) && account.mayTake(account.wanted, promised)) {
        promised += needed;
        i.remove();
        actions.add(account.takeCallback());
      } else {
        blocked |= promised + needed > lendable();
      }
    }
  }

  /** Bytes of the pool that may be lent now. */
  private long lendable() {
    Opening head = openings.peek();
    // If even the whole pool is too small for the next guarantee, saving it up is of no use.
    boolean saving = head != null && guaranteed + head.guarantee <= total;
    return saving ? 0 : total - guaranteed - lent;
  }

  /** One account's failing callback is no reason to fail the one that returned memory. */
  private static void run(List<Runnable> actions) {
    for (Runnable action : actions) {
      try {
        action.run();
      } catch (RuntimeException e) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
      }
    }
  }

  /** One download's part of the budget. Thread-safe. */
  public final class Account implements AutoCloseable {
    private final long guarantee;
    private long reserved;
    private long wanted;
    private boolean wants;
    private boolean closed;
    private @Nullable Runnable callback;

    private Account(long guarantee) {
      this.guarantee = guarantee;
    }

    /** Bytes that this account can always reserve. */
    public long guarantee() {
      return guarantee;
    }

    /** Bytes reserved now. */
    public long reservedBytes() {
      synchronized (lock) {
        return reserved;
      }
    }

    /**
     * Reserves so many bytes if that is possible now; a refused account counts as waiting until it
     * tries again or has returned everything.
     */
    public boolean tryReserve(long bytes) {
      synchronized (lock) {
        if (closed) {
          return false;
        }
        boolean granted = mayTake(bytes, 0);
        if (granted) {
          lent += needed(bytes);
          reserved += bytes;
        }
        wanted = bytes;
        setWants(!granted);
        return granted;
      }
    }

    /**
     * Runs the callback once when what was last refused may succeed, at once if it already does.
     * Another thread may be faster, so a second refusal is possible. Replaces an earlier callback.
     */
    public void onAvailable(Runnable newCallback) {
      List<Runnable> actions;
      synchronized (lock) {
        if (closed) {
          return;
        }
        if (callback == null) {
          waiting.add(this);
        }
        callback = newCallback;
        actions = settle();
      }
      run(actions);
    }

    /**
     * Returns so many bytes.
     *
     * @throws IllegalStateException if so many are not reserved; a closed account ignores them
     */
    public void release(long bytes) {
      List<Runnable> actions;
      synchronized (lock) {
        if (closed) {
          return;
        }
        if (bytes > reserved) {
          throw new IllegalStateException(bytes + " bytes returned of " + reserved + " reserved");
        }
        lent -= Math.max(0, reserved - guarantee) - Math.max(0, reserved - bytes - guarantee);
        reserved -= bytes;
        if (reserved == 0) {
          setWants(false);
        }
        actions = settle();
      }
      run(actions);
    }

    /** Returns the guarantee and all that is reserved; call it when the last buffer is free. */
    @Override
    public void close() {
      List<Runnable> actions;
      synchronized (lock) {
        if (closed) {
          return;
        }
        closed = true;
        callback = null;
        waiting.remove(this);
        setWants(false);
        accounts.remove(this);
        lent -= Math.max(0, reserved - guarantee);
        guaranteed -= guarantee;
        reserved = 0;
        actions = settle();
      }
      run(actions);
    }

    private Runnable takeCallback() {
      Runnable taken = callback;
      callback = null;
      return taken == null ? () -> {} : taken;
    }

    private void setWants(boolean value) {
      if (wants != value) {
        wants = value;
        wanting += value ? 1 : -1;
      }
    }

    /** Bytes of the pool that a reservation would take. */
    private long needed(long bytes) {
      return Math.max(0, reserved + bytes - guarantee) - Math.max(0, reserved - guarantee);
    }

    private boolean mayTake(long bytes, long promised) {
      long needed = needed(bytes);
      if (needed == 0) {
        return true;
      }
      boolean othersWant = wanting > (wants ? 1 : 0);
      long share = (total - guaranteed) / accounts.size();
      long held = Math.max(0, reserved - guarantee);
      // With more accounts than the pool has chunks, a share is less than one: one at a time then.
      boolean fair = !othersWant || held == 0 || held + needed <= share;
      return fair && promised + needed <= lendable();
    }
  }
}
