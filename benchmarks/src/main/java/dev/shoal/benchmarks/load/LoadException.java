package dev.shoal.benchmarks.load;

/** The measurement can't go on; the message is a sentence for a person. */
final class LoadException extends Exception {
  private static final long serialVersionUID = 1;

  LoadException(String message) {
    super(message);
  }
}
