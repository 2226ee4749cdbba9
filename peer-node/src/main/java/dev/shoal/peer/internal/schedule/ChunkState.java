package dev.shoal.peer.internal.schedule;

/** How far a chunk of a download has come. */
public enum ChunkState {
  /** To be requested. */
  MISSING,
  /** Asked of at least one source. */
  REQUESTED,
  /** Here, but not checked and written yet. */
  RECEIVED,
  /** Checked and written. */
  VERIFIED
}
