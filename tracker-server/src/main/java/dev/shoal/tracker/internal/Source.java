package dev.shoal.tracker.internal;

import dev.shoal.protocol.FileId;
import org.jspecify.annotations.Nullable;

/**
 * What one session has registered of one file, and its place in the swarm while it is visible.
 *
 * <p>Of a chunk set the tracker needs only whether it is complete: what a leecher holds changes all
 * the time, and peers hear it from the leecher itself.
 */
final class Source {
  /** Slot of a source that is in no {@link SourceList}. */
  static final int NO_SLOT = -1;

  final Session session;
  final FileId file;
  final boolean complete;

  /** What this adds to the session's digest. */
  final long digest;

  /** The swarm that shows this source; null while it is hidden. Kept by {@link SwarmIndex}. */
  @Nullable Swarm swarm;

  /** Kept by {@link SourceList}. */
  int slot = NO_SLOT;

  Source(Session session, FileId file, boolean complete, long digest) {
    this.session = session;
    this.file = file;
    this.complete = complete;
    this.digest = digest;
  }
}
