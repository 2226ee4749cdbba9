package dev.shoal.peer.internal.download;

import dev.shoal.peer.internal.schedule.ChunkScheduler;
import dev.shoal.peer.internal.schedule.Turnover;
import dev.shoal.transport.TransportException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Lets go of sources that are of no use. Belongs to the download's event loop. */
final class SourceReview {
  private final ChunkScheduler<ChunkSource> scheduler;
  private final Turnover<ChunkSource> turnover;

  SourceReview(ChunkScheduler<ChunkSource> scheduler, long nowNanos) {
    this.scheduler = scheduler;
    this.turnover = new Turnover<>(nowNanos);
  }

  /**
   * Ends a source if others may be of more use; to be called once a second.
   *
   * @param sources that the scheduler knows
   * @param othersWait whether there are others that could take the place of one
   */
  void run(Collection<ChunkSource> sources, boolean othersWait, long nowNanos) {
    List<Turnover.Look<ChunkSource>> looks = new ArrayList<>();
    for (ChunkSource source : sources) {
      if (!source.isReplaceable()) {
        continue;
      }
      looks.add(
          new Turnover.Look<>(
              source,
              scheduler.isInteresting(source),
              source.isWatched(),
              source.window().bytesPerSecond()));
    }
    ChunkSource dismissed = turnover.dismissed(looks, othersWait, nowNanos);
    if (dismissed != null) {
      dismissed.end(new TransportException.Cancelled());
    }
  }
}
