package dev.shoal.peer.internal.store;

import dev.shoal.peer.internal.access.Audience;
import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.ChunkSet;
import java.io.Closeable;
import java.io.IOException;

/**
 * What is known of an open part file: the chunks held, their journal, and how much of it is not yet
 * forced to disk. Thread-safe, and nobody waits here while something is forced.
 */
final class PartProgress implements Closeable {
  private final ChunkLayout layout;
  private final Journal journal;
  private final ChunkSet held;
  private final SyncSchedule schedule;
  private boolean unreliable;

  /**
   * @param held chunks with a record in the journal, of which some may not have been forced
   */
  PartProgress(Journal journal, ChunkSet held, long nowNanos) {
    this.layout = journal.manifest().layout();
    this.journal = journal;
    this.held = held;
    this.schedule = new SyncSchedule(nowNanos);
    schedule.wrote(held.cardinality());
  }

  /** The chunks held, a copy. */
  synchronized ChunkSet held() {
    return held.copy();
  }

  /**
   * Whether the chunk is held.
   *
   * @throws IOException if the part file has failed before
   */
  synchronized boolean isHeld(int chunk) throws IOException {
    requireReliable();
    return held.contains(chunk);
  }

  /** Records that the bytes of a chunk have been written. */
  synchronized void written(int chunk) throws IOException {
    requireReliable();
    journal.written(chunk);
    held.add(chunk);
    schedule.wrote(layout.size(chunk));
  }

  /** For whom the file may be held. */
  synchronized Audience audience() {
    return journal.audience();
  }

  /**
   * Records that the file may be held for fewer than before, so that it lasts.
   *
   * @return false if they are no fewer
   */
  synchronized boolean narrow(Audience wanted) throws IOException {
    requireReliable();
    boolean narrowed = journal.narrow(wanted);
    if (narrowed) {
      journal.force();
    }
    return narrowed;
  }

  synchronized boolean isSyncDue(long nowNanos) {
    return !unreliable && schedule.isDue(nowNanos);
  }

  /** Whether anything may not be on disk that could be brought there. */
  synchronized boolean isDirty() {
    return !unreliable && schedule.isDirty();
  }

  /**
   * To be called before the part file is forced.
   *
   * @return what to give {@link #endSync} afterwards
   */
  synchronized long beginSync(long nowNanos) throws IOException {
    requireReliable();
    schedule.begin(nowNanos);
    return journal.records();
  }

  /** Records that the part file was forced. Forces the journal. */
  void endSync(long mark) throws IOException {
    synchronized (this) {
      journal.synced(mark);
    }
    journal.force();
  }

  /**
   * Takes back the claims since the last sync, and fails from here on. A system that cannot force
   * bytes to disk may drop them, still show them, and not complain a second time: these chunks must
   * be written anew, and hashing them again would prove nothing.
   *
   * @param cause of the failure; gets what else fails here as suppressed
   */
  synchronized void fail(IOException cause) {
    unreliable = true;
    try {
      journal.lost();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private void requireReliable() throws IOException {
    if (unreliable) {
      throw new IOException("the disk failed to store what was written before");
    }
  }

  /** Closes the journal and thereby unlocks the download. */
  @Override
  public void close() throws IOException {
    journal.close();
  }
}
