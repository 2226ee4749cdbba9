package dev.shoal.peer.internal.download;

import dev.shoal.peer.internal.schedule.MemoryBudget;

/**
 * How much a download may ask for now: as its memory, its rate limit, and more important downloads
 * let it. Belongs to its event loop.
 */
final class Allowance {
  /** Of the node's memory, for a download that gives way to others. */
  private static final int MODEST_PART = 16;

  private final MemoryBudget.Account memory;
  private final Standing standing;
  private final RequestPace pace;
  private final int chunkSize;
  private final long modestBytes;

  /** Held by chunks that are being fetched, hashed or written. */
  private long bytes;

  private boolean starved;
  private boolean stopped;
  private Runnable whenIdle = () -> {};

  /**
   * For one download.
   *
   * @param memory from which every chunk under way is taken; stays the caller's
   * @param nodeMemory bytes for all downloads
   */
  Allowance(
      MemoryBudget.Account memory,
      long nodeMemory,
      Standing standing,
      RequestPace pace,
      int chunkSize) {
    this.memory = memory;
    this.standing = standing;
    this.pace = pace;
    this.chunkSize = chunkSize;
    this.modestBytes = nodeMemory / MODEST_PART;
  }

  /** Memory that was refused may be there now. */
  void tryAgain() {
    starved = false;
  }

  /**
   * Whether one more chunk may be asked for; if not, that changes when chunks have come, or in
   * time.
   *
   * @param idle whether the source that would be asked has nothing to do
   */
  boolean mayAsk(boolean idle, long nowNanos) {
    if (starved || (standing.mustYield(nowNanos) && (!idle || isBeyondModesty()))) {
      return false;
    }
    if (!pace.mayAsk(nowNanos)) {
      standing.heldBack(nowNanos);
      return false;
    }
    return true;
  }

  private boolean isBeyondModesty() {
    return bytes > 0 && bytes + chunkSize > modestBytes;
  }

  /**
   * Takes memory for a chunk that is about to be asked for.
   *
   * @param available run once there may be some, if there is none; on any thread
   */
  boolean tryTake(int size, Runnable available, long nowNanos) {
    if (!memory.tryReserve(size)) {
      starved = true;
      memory.onAvailable(available);
      return false;
    }
    bytes += size;
    pace.asked(size, nowNanos);
    return true;
  }

  /** Something arrived. */
  void received(long nowNanos) {
    standing.received(nowNanos);
  }

  /** A chunk holds its memory no more. */
  void settle(int size) {
    bytes -= size;
    memory.release(size);
    runIfIdle();
  }

  /** Runs the action once nothing holds memory any more. */
  void stop(Runnable action) {
    stopped = true;
    whenIdle = action;
    runIfIdle();
  }

  private void runIfIdle() {
    if (stopped && bytes == 0) {
      Runnable action = whenIdle;
      whenIdle = () -> {};
      action.run();
    }
  }
}
