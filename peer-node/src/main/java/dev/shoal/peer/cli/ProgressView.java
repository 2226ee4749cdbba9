package dev.shoal.peer.cli;

/** Shows a person how far something is. For one thread. */
interface ProgressView extends AutoCloseable {
  /** Called a few times a second. */
  void show(Progress now);

  /** Leaves the last state readable. */
  @Override
  void close();
}
