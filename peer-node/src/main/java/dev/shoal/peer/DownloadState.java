package dev.shoal.peer;

/** Where a download stands. */
public enum DownloadState {
  /** Waits for memory, because as many others as fit are running. */
  QUEUED,
  /** Looks for sources, and for the manifest. */
  SEARCHING,
  /** Checks what is on disk from an earlier run. */
  CHECKING,
  /** Fetches chunks. */
  DOWNLOADING,
  /** Stopped by request; goes on with {@link Download#resume()}. */
  PAUSED,
  /** Has every chunk and moves the file to its final name. */
  FINISHING,
  /** The file is there. */
  COMPLETE,
  /** Given up; what was verified is kept for another attempt. */
  FAILED,
  /** Cancelled by request; nothing is kept. */
  CANCELLED;

  /** Whether nothing will change any more. */
  public boolean isFinal() {
    return this == COMPLETE || this == FAILED || this == CANCELLED;
  }
}
