package dev.shoal.peer.service;

/**
 * Something that happened, as a person would tell it.
 *
 * @param number rises by one with each entry of a run
 * @param millis since the epoch
 * @param message a sentence
 */
public record LogEntry(long number, long millis, Level level, String message) {
  /** How much it matters. */
  public enum Level {
    /** Good to know. */
    INFO,
    /** Something is not as it should be. */
    WARNING,
    /** Something failed. */
    ERROR
  }
}
