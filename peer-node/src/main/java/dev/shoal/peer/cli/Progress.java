package dev.shoal.peer.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far something is.
 *
 * @param done bytes
 * @param total bytes; 0 or less: nothing to show yet
 * @param bytesPerSecond lately
 * @param left time left at that rate; null: not known
 * @param note something more; may be empty
 */
record Progress(long done, long total, long bytesPerSecond, @Nullable Duration left, String note) {
  /** Percent done, of a total that is known. */
  int percent() {
    return (int) (100.0 * done / total);
  }

  /** Rate, time left and note. */
  String pace() {
    StringBuilder pace = new StringBuilder(Units.rate(bytesPerSecond));
    if (left != null && done < total) {
      pace.append(", ").append(Units.duration(left)).append(" left");
    }
    return note.isEmpty() ? pace.toString() : pace.append(", ").append(note).toString();
  }
}
