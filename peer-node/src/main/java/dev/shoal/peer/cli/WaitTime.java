package dev.shoal.peer.cli;

import dev.shoal.protocol.PlainText;
import java.time.Duration;
import java.util.Locale;

/**
 * How long to wait for somebody to share a file.
 *
 * @param duration a century at most, which is for ever
 */
record WaitTime(Duration duration) {
  /** Nanoseconds can still count it. */
  private static final Duration FOREVER = Duration.ofDays(36_500);

  static final WaitTime NONE = new WaitTime(Duration.ZERO);

  WaitTime {
    duration = duration.compareTo(FOREVER) < 0 ? duration : FOREVER;
  }

  /**
   * Reads {@code forever}, or see {@link Units#parseDuration}.
   *
   * @throws IllegalArgumentException with a sentence for a person
   */
  static WaitTime parse(String text) {
    if (text.strip().toLowerCase(Locale.ROOT).equals("forever")) {
      return new WaitTime(FOREVER);
    }
    try {
      return new WaitTime(Units.parseDuration(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "a time to wait is forever, or a number with a unit such as 30s, 5m or 1h, not: "
              + PlainText.of(text),
          e);
    }
  }

  /** As a running node is told: -1 for ever. */
  long seconds() {
    return duration.equals(FOREVER) ? -1 : duration.toSeconds();
  }
}
