package dev.shoal.peer.cli;

/** Shows a person how far something is. For one thread. */
interface ProgressView extends AutoCloseable {
  /** Called a few times a second. */
  void show(Progress now);

  /** Says something beside it: a sentence. */
  void note(String sentence);

  /** Leaves the last state readable. */
  @Override
  void close();
}
