package dev.shoal.tracker.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.tracker.internal.figures.AccessFigures;
import dev.shoal.tracker.internal.figures.AccessFigures.AuditFigures;
import dev.shoal.tracker.internal.figures.AccessFigures.PasswordFigures;
import dev.shoal.tracker.internal.figures.AccessFigures.TryFigures;
import dev.shoal.tracker.internal.figures.Condition;
import dev.shoal.tracker.internal.figures.Identity;
import dev.shoal.tracker.internal.figures.Observed;
import dev.shoal.tracker.internal.figures.RequestTally;
import dev.shoal.tracker.internal.figures.TrackerFigures;
import dev.shoal.tracker.internal.figures.TrackerFigures.DialFigures;
import dev.shoal.tracker.internal.figures.TrackerFigures.RefusedFigures;
import dev.shoal.tracker.internal.figures.TrackerFigures.StoreFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private final RequestTally tally = new RequestTally();
  private final Metrics metrics = new Metrics(new Identity("1.2", 0, Map.of()), new Tracker());

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void shouldShowFiguresOfTheMoment() {
    tally.asked(FrameKind.QUERY);
    tally.asked(FrameKind.QUERY);
    tally.failed(ErrorCode.NO_LEASE);
    metrics.lags().record(7, TimeUnit.MILLISECONDS);

    assertThat(scrape().lines())
        .contains(
            "shoal_tracker_registrations 1.0E7",
            "shoal_tracker_seeders 9000000.0",
            "shoal_tracker_leechers 1000000.0",
            "shoal_tracker_pushes_total 60.0",
            "shoal_tracker_refused_connections_total 8.0",
            "shoal_tracker_refused_requests_total 9.0",
            "shoal_tracker_dials_reached_total 11.0",
            "shoal_tracker_worst_commit_seconds 0.5",
            "shoal_tracker_direct_bytes 4096.0",
            "shoal_tracker_sessions_carried 2.0",
            "shoal_tracker_warming 1.0",
            "shoal_tracker_commit_seconds_total 1.5",
            "shoal_tracker_requests_total{kind=\"query\"} 2.0",
            "shoal_tracker_requests_total{kind=\"open_lease\"} 0.0",
            "shoal_tracker_request_failures_total{code=\"no_lease\"} 1.0",
            "shoal_tracker_loop_lag_seconds_bucket{le=\"0.005\"} 0",
            "shoal_tracker_loop_lag_seconds_bucket{le=\"0.01\"} 1",
            "shoal_tracker_accounts 13.0",
            "shoal_tracker_groups 14.0",
            "shoal_tracker_logins 15.0",
            "shoal_tracker_logins_accepted_total 16.0",
            "shoal_tracker_logins_denied_total 17.0",
            "shoal_tracker_logins_throttled_total 18.0",
            "shoal_tracker_cut_connections_total 19.0",
            "shoal_tracker_password_runs_total 20.0",
            "shoal_tracker_password_runs_waiting 21.0",
            "shoal_tracker_password_runs_refused_total 22.0",
            "shoal_tracker_password_runs_dropped_total 23.0",
            "shoal_tracker_capabilities_total 24.0",
            "shoal_tracker_audit_lines_total 25.0",
            "shoal_tracker_audit_left_out_total 26.0",
            "shoal_tracker_build{version=\"1.2\"} 1.0");
    assertThat(scrape()).contains("jvm_memory_used_bytes", "process_start_time_seconds");
  }

  @Test
  void shouldNotShowKindsThatTrackersDoNotAnswer() {
    assertThat(scrape()).doesNotContain("chunk_request");
  }

  @Test
  void shouldBeListedInTheReadme() throws IOException {
    Set<String> shown = new TreeSet<>();
    Matcher types = Pattern.compile("# TYPE (shoal_\\S+) (\\S+)").matcher(scrape());
    while (types.find()) {
      shown.add(types.group(1) + " " + types.group(2));
    }
    Set<String> documented = new TreeSet<>();
    Matcher rows =
        Pattern.compile("(?m)^\\| `(shoal_tracker_\\w+)(?:\\{\\w+})?` \\| (\\w+) \\|")
            .matcher(Files.readString(Path.of("..", "README.md")));
    while (rows.find()) {
      documented.add(rows.group(1) + " " + rows.group(2));
    }

    assertThat(documented).isEqualTo(shown);
  }

  /** A tracker that is not there. */
  private static final class Tracker implements Observed {
    @Override
    public Condition condition() {
      return Condition.LOADING;
    }

    @Override
    public String address() {
      return "";
    }

    @Override
    public long directBytes() {
      return 4096;
    }

    @Override
    public Executor loop() {
      return Runnable::run;
    }

    @Override
    public @Nullable TrackerFigures figures() {
      return null;
    }
  }

  private String scrape() {
    return metrics.scrape(
        new TrackerFigures(
            1,
            2,
            3,
            10_000_000,
            9_000_000,
            5,
            6,
            60,
            7,
            true,
            false,
            tally.counts(),
            new RefusedFigures(8, 9),
            new DialFigures(12, 11, 10),
            new StoreFigures(1, 2, 3, 4, 5, 1.5, 0.25, 0.5),
            new AccessFigures(
                13,
                14,
                15,
                new TryFigures(16, 17, 18, 19),
                new PasswordFigures(20, 1, 21, 22, 23),
                24,
                new AuditFigures(25, 26)),
            List.of()));
  }
}
