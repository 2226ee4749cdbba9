package dev.shoal.tracker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.tracker.internal.figures.AccessFigures;
import dev.shoal.tracker.internal.figures.AccessFigures.AuditFigures;
import dev.shoal.tracker.internal.figures.AccessFigures.PasswordFigures;
import dev.shoal.tracker.internal.figures.AccessFigures.TryFigures;
import dev.shoal.tracker.internal.figures.RequestTally;
import dev.shoal.tracker.internal.figures.TrackerFigures;
import dev.shoal.tracker.internal.figures.TrackerFigures.DialFigures;
import dev.shoal.tracker.internal.figures.TrackerFigures.RefusedFigures;
import dev.shoal.tracker.internal.figures.TrackerFigures.StoreFigures;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalReportTest {
  private final RequestTally tally = new RequestTally();
  private final RefusalReport report = new RefusalReport(() -> figures(0, 0));

  @Test
  void shouldTellWhatWasRefusedSinceTheLastTime() {
    tally.failed(ErrorCode.BUSY);
    assertThat(report.next(figures(3, 100))).isEqualTo(new RefusalReport.Refused(3, 100, 0, 1));

    tally.failed(ErrorCode.LIMIT_EXCEEDED);
    assertThat(report.next(figures(3, 150))).isEqualTo(new RefusalReport.Refused(0, 50, 1, 0));
  }

  @Test
  void shouldTellNothingWhenNothingWasRefused() {
    tally.failed(ErrorCode.NOT_FOUND);

    assertThat(report.next(figures(0, 0)).isNothing()).isTrue();
  }

  private TrackerFigures figures(long refusedConnections, long refusedRequests) {
    return new TrackerFigures(
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        false,
        false,
        tally.counts(),
        new RefusedFigures(refusedConnections, refusedRequests),
        new DialFigures(0, 0, 0),
        new StoreFigures(0, 0, 0, 0, 0, 0, 0, 0),
        new AccessFigures(
            0,
            0,
            0,
            new TryFigures(0, 0, 0, 0),
            new PasswordFigures(0, 0, 0, 0, 0),
            0,
            new AuditFigures(0, 0)),
        List.of());
  }
}
