package dev.shoal.tracker.internal;

import dev.shoal.tracker.internal.figures.TrackerFigures;
import dev.shoal.tracker.internal.figures.TrackerFigures.RefusedFigures;
import dev.shoal.tracker.internal.figures.TrackerFigures.StoreFigures;
import dev.shoal.tracker.internal.store.Committer;
import dev.shoal.tracker.internal.store.CommitterFigures;
import dev.shoal.transport.Endpoint;
import java.util.concurrent.TimeUnit;

/** Takes a running tracker's figures; on its loop. */
public final class FigureTaker implements FigureSource {
  private static final int NEWEST = 20;

  private final TrackerState state;
  private final Endpoint endpoint;
  private final Committer committer;
  private final AccessServices access;

  /** Of a tracker that consists of these. */
  public FigureTaker(
      TrackerState state, Endpoint endpoint, Committer committer, AccessServices access) {
    this.state = state;
    this.endpoint = endpoint;
    this.committer = committer;
    this.access = access;
  }

  @Override
  public TrackerFigures get() {
    RefusedFigures refused =
        new RefusedFigures(endpoint.refusedConnections(), endpoint.refusedRequests());
    return state.figures(endpoint.connectionCount(), refused, store(), access.figures(), NEWEST);
  }

  @Override
  public boolean isBroken() {
    return committer.isBroken();
  }

  private StoreFigures store() {
    CommitterFigures figures = committer.figures();
    return new StoreFigures(
        committer.queuedCommands(),
        committer.queuedBytes(),
        figures.commits(),
        figures.commands(),
        figures.failures(),
        seconds(figures.totalCommitNanos()),
        seconds(figures.lastCommitNanos()),
        seconds(figures.worstCommitNanos()));
  }

  private static double seconds(long nanos) {
    return (double) nanos / TimeUnit.SECONDS.toNanos(1);
  }
}
