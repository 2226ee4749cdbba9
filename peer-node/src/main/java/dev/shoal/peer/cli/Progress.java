package dev.shoal.peer.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far something is.
 *
 * @param done bytes
 * @param total bytes; 0 or less: not known
 * @param bytesPerSecond lately
 * @param left time left at that rate; null: not known
 * @param note something more; may be empty
 */
record Progress(long done, long total, long bytesPerSecond, @Nullable Duration left, String note) {
  /** Whether there is anything to show. */
  boolean isBegun() {
    return isTotalKnown() || done > 0;
  }

  boolean isTotalKnown() {
    return total > 0;
  }

  /** Percent done, of a total that is known. */
  int percent() {
    return (int) (100.0 * done / total);
  }

  /** Rate, time left and note; once all is done the note alone. */
  List<String> paces() {
    List<String> paces = new ArrayList<>();
    if (done < total || !isTotalKnown()) {
      paces.add(Units.rate(bytesPerSecond));
      if (left != null) {
        paces.add(Units.duration(left) + " left");
      }
    }
    if (!note.isEmpty()) {
      paces.add(note);
    }
    return paces;
  }

  /** The same in one. */
  String pace() {
    return String.join(", ", paces());
  }
}
