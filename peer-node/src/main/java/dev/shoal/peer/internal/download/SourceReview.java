package dev.shoal.peer.internal.download;

import dev.shoal.peer.internal.schedule.ChunkScheduler;
import dev.shoal.peer.internal.schedule.Turnover;
import dev.shoal.transport.TransportException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Lets go of sources that are of no use. Belongs to the download's event loop. */
final class SourceReview {
  private final ChunkScheduler<SourceSession> scheduler;
  private final Turnover<SourceSession> turnover;

  SourceReview(ChunkScheduler<SourceSession> scheduler, long nowNanos) {
    this.scheduler = scheduler;
    this.turnover = new Turnover<>(nowNanos);
  }

  /**
   * Ends a source if others may be of more use; to be called once a second.
   *
   * @param sources that the scheduler knows
   * @param othersWait whether there are others that could take the place of one
   */
  void run(Collection<SourceSession> sources, boolean othersWait, long nowNanos) {
    List<Turnover.Look<SourceSession>> looks = new ArrayList<>();
    for (SourceSession source : sources) {
      looks.add(
          new Turnover.Look<>(
              source,
              scheduler.isInteresting(source),
              source.link().isWatched(),
              source.window().bytesPerSecond()));
    }
    SourceSession dismissed = turnover.dismissed(looks, othersWait, nowNanos);
    if (dismissed != null) {
      dismissed.end(new TransportException.Cancelled());
    }
  }
}
