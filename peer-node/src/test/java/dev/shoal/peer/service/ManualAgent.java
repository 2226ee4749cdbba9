package dev.shoal.peer.service;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** An agent whose time a test moves; what is to be done now is done before that returns. */
class ManualAgent implements Agent {
  private record Timed(long atNanos, long number, Runnable task) {}

  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final Queue<Timed> later =
      new PriorityQueue<>(
          Comparator.comparingLong(Timed::atNanos).thenComparingLong(Timed::number));
  private long nanos;
  private long number;

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public void schedule(long delayNanos, Runnable task) {
    later.add(new Timed(nanos + delayNanos, number++, task));
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public long millis() {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }

  @Override
  public Executor disk() {
    return this::execute;
  }

  @Override
  public Executor names() {
    return this::execute;
  }

  /** Does what is to be done now. */
  void run() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  /** Does no more than so many of the things that are to be done now. */
  void step(int most) {
    for (int i = 0; i < most && !tasks.isEmpty(); i++) {
      tasks.remove().run();
    }
  }

  /** Lets so much time pass. */
  void pass(long time, TimeUnit unit) {
    run();
    long end = nanos + unit.toNanos(time);
    for (Timed next = later.peek(); next != null && next.atNanos() <= end; next = later.peek()) {
      later.remove();
      nanos = next.atNanos();
      next.task().run();
      run();
    }
    nanos = end;
  }
}
