package dev.shoal.peer.service;

import java.util.concurrent.Executor;

/**
 * The one thread to which all state of a running node belongs, with its clocks; tests have one
 * whose time they move.
 */
interface Agent {
  /** Runs something on it, soon. */
  void execute(Runnable task);

  /** Runs something on it after a time, unless the node is closed before. */
  void schedule(long delayNanos, Runnable task);

  /** A clock for durations. */
  long nanoTime();

  /** The wall clock, since the epoch. */
  long millis();

  /** Where blocking things are done. */
  Executor disk();
}
