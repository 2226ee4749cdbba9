package dev.shoal.peer.cli;

import java.io.Serial;

/** A signal asked the program to end while it waited for something. */
final class Stopped extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * @param message one sentence for a person
   */
  Stopped(String message) {
    super(message);
  }
}
