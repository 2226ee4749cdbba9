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

  /** Where files are read and written. */
  Executor disk();

  /** Where hosts' names are looked up, which may take long: nothing else waits for that. */
  Executor names();
}
