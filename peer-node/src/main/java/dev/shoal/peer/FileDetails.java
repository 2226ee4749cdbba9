package dev.shoal.peer;

import dev.shoal.protocol.FileId;
import org.jspecify.annotations.Nullable;

/**
 * What the tracker knows of one file at a moment. Immutable.
 *
 * @param fileId names the content
 * @param published its entry in the catalogue; null if nobody published it
 * @param seeders peers with all of it
 * @param leechers peers with some of it
 * @param warming whether the tracker has just started, so that peers are still coming back
 */
public record FileDetails(
    FileId fileId, @Nullable FoundFile published, int seeders, int leechers, boolean warming) {
  /** Whether anybody published it or has it. */
  public boolean isKnown() {
    return published != null || seeders > 0 || leechers > 0;
  }
}
