package dev.shoal.tracker.internal.store;

import java.util.concurrent.atomic.AtomicLong;

/** What a committer has done so far, for whoever watches. Thread-safe. */
public final class CommitterFigures {
  private final AtomicLong commits = new AtomicLong();
  private final AtomicLong commands = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong lastGroup = new AtomicLong();
  private final AtomicLong lastNanos = new AtomicLong();
  private final AtomicLong worstNanos = new AtomicLong();
  private final AtomicLong totalNanos = new AtomicLong();

  CommitterFigures() {}

  void committed(int group, long nanos) {
    commits.incrementAndGet();
    commands.addAndGet(group);
    lastGroup.set(group);
    lastNanos.set(nanos);
    worstNanos.accumulateAndGet(nanos, Math::max);
    totalNanos.addAndGet(nanos);
  }

  void failed() {
    failures.incrementAndGet();
  }

  /** Groups that were committed. */
  public long commits() {
    return commits.get();
  }

  /** Commands that were committed. */
  public long commands() {
    return commands.get();
  }

  /** Groups and steps of compaction that failed. */
  public long failures() {
    return failures.get();
  }

  /** Commands of the last group. */
  public long lastGroup() {
    return lastGroup.get();
  }

  /** What it took to write and sync the last group. */
  public long lastCommitNanos() {
    return lastNanos.get();
  }

  /** What it took to write and sync the group that took longest. */
  public long worstCommitNanos() {
    return worstNanos.get();
  }

  /** What it took to write and sync all groups. */
  public long totalCommitNanos() {
    return totalNanos.get();
  }
}
