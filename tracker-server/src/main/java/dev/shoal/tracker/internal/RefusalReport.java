package dev.shoal.tracker.internal;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.tracker.internal.figures.TrackerFigures;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log how much was refused since it last did: one line at a time, however much it was. On
 * the tracker's loop.
 */
public final class RefusalReport implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(RefusalReport.class);

  private final Supplier<TrackerFigures> figures;
  private Refused told = new Refused(0, 0, 0, 0);

  /** A report by those figures. */
  public RefusalReport(Supplier<TrackerFigures> figures) {
    this.figures = figures;
  }

  /**
   * What was refused.
   *
   * @param connections turned away
   * @param requests that were too many or came too fast
   * @param overLimit requests that asked for more than is granted
   * @param busy requests that are to be tried later
   */
  record Refused(long connections, long requests, long overLimit, long busy) {
    boolean isNothing() {
      return connections + requests + overLimit + busy == 0;
    }

    private Refused since(Refused earlier) {
      return new Refused(
          connections - earlier.connections,
          requests - earlier.requests,
          overLimit - earlier.overLimit,
          busy - earlier.busy);
    }
  }

  @Override
  public void run() {
    Refused refused = next(figures.get());
    if (!refused.isNothing()) {
      LogLine line =
          LogLine.of("refused")
              .with("connections", refused.connections())
              .with("requests", refused.requests())
              .with("over-limit", refused.overLimit())
              .with("busy", refused.busy());
      log.warn("{}", line);
    }
  }

  /** What was refused since the last time. */
  Refused next(TrackerFigures now) {
    Refused all =
        new Refused(
            now.refused().connections(),
            now.refused().requests(),
            now.requests().failures(ErrorCode.LIMIT_EXCEEDED),
            now.requests().failures(ErrorCode.BUSY));
    Refused refused = all.since(told);
    told = all;
    return refused;
  }
}
