package dev.shoal.peer.cli;

import java.util.Arrays;

/** A password in memory, until it is closed. Shown by nothing. */
final class Password implements AutoCloseable {
  private final char[] chars;

  /**
   * @param chars from now on this one's
   */
  Password(char[] chars) {
    this.chars = chars;
  }

  /** Not a copy: gone when this is closed. */
  char[] chars() {
    return chars;
  }

  boolean isEmpty() {
    return chars.length == 0;
  }

  /** Whether both are the same password. */
  boolean matches(Password other) {
    return Arrays.equals(chars, other.chars);
  }

  @Override
  public void close() {
    Arrays.fill(chars, '\0');
  }
}
