package dev.shoal.benchmarks.programs;

/**
 * Something that takes a while to end, so that several are best told before they are waited for.
 */
public interface HangsUp extends AutoCloseable {
  /** Tells it to end, and does not wait. May be called more than once. */
  void hangUp();

  @Override
  void close();
}
