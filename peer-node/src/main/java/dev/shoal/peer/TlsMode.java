package dev.shoal.peer;

/** Which of a node's connections are encrypted. */
public enum TlsMode {
  /**
   * None: no credentials, no groups. For networks that are trusted as a whole, and measurements.
   */
  OFF,
  /** Those with trackers, and all that concerns groups. Chunks of public files go by sendfile. */
  AUTO,
  /** All. Plain connections are refused. */
  REQUIRED
}
