package dev.shoal.peer.service.watch;

/** What is to be done about a file, which is called by its path inside the folder. */
sealed interface Decision {
  /**
   * It has stopped changing, and is to be shared.
   *
   * @param turn to be handed back with the result
   */
  record Share(String name, Stamp stamp, int turn) implements Decision {}

  /**
   * It is what was given under another name.
   *
   * @param turn to be handed back with the result
   */
  record Rename(String from, String name, Stamp stamp, int turn) implements Decision {}

  /** What was given under this name is there no more, or not as it was. */
  record Drop(String name) implements Decision {}
}
