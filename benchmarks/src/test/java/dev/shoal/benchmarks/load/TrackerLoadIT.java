package dev.shoal.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.shoal.tracker.TrackerServer;
import dev.shoal.tracker.TrackerServerBuilder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Runs the tool against a tracker in this JVM; what it counts must fit together. */
@Tag("any-jdk")
class TrackerLoadIT {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @SuppressWarnings("NullAway.Init")
  private TrackerServer tracker;

  @BeforeEach
  void startTracker() {
    tracker = builder().start().join();
  }

  private static TrackerServerBuilder builder() {
    return TrackerServer.builder()
        .bindAddress(InetAddress.getLoopbackAddress())
        .port(0)
        .verifyPeers(false); // nobody listens where the load tool says
  }

  @AfterEach
  void stopTracker() {
    tracker.close();
  }

  @Test
  void shouldCountWhatItAskedWhenTheTrackerAnswersEverything() {
    JsonObject report =
        report(
            "--connections=4",
            "--pipeline=8",
            "--holders=2",
            "--files=100",
            "--registrations=300",
            "--names=100",
            "--mix=query=4,register,unregister,heartbeat,search,publish,details",
            "--warmup=0",
            "--seconds=0.3");
    assertClean(report);
    long sum = 0;
    for (String kind : report.getAsJsonObject("by_operation").keySet()) {
      sum += count(report, kind);
    }
    assertThat(report.getAsJsonObject("by_operation").keySet()).isNotEmpty();
    assertThat(report.get("operations").getAsLong()).isEqualTo(sum).isPositive();
    assertThat(report.get("bytes_in").getAsLong()).isGreaterThan(sum * 16);
  }

  @Test
  void shouldFindTheSourcesThatItRegistered() {
    JsonObject report =
        report(
            "--connections=2",
            "--holders=8",
            "--files=50",
            "--registrations=500",
            "--max-sources=4",
            "--whole-pipelines",
            "--distribution=zipf",
            "--warmup=0",
            "--seconds=0.2");
    assertClean(report);
    assertThat(report.get("sources_per_answer").getAsDouble()).isEqualTo(4);
  }

  @Test
  void shouldKeepToItsScheduleWhenItHasOne() {
    JsonObject report =
        report("--connections=3", "--rate=2000", "--warmup=0", "--seconds=0.5", "--probe");
    assertClean(report);
    // Half a second of it, answered by the end or a moment later: nothing is left out.
    assertThat(count(report, "query")).isGreaterThanOrEqualTo(1000);
    assertThat(report.getAsJsonObject("probe").getAsJsonObject("run").get("count").getAsLong())
        .isPositive();
  }

  @Test
  void shouldGoOnProbingWhenItDisconnectsAllOthers() {
    JsonObject report =
        report("--connections=5", "--warmup=0", "--disconnect-after=0.2", "--probe-after=0.1");
    assertClean(report);
    assertThat(report.getAsJsonObject("probe").keySet())
        .containsExactly("before", "during", "after");
  }

  @Test
  void shouldOnlyHoldSessionsWhenIdle() {
    JsonObject report = report("--connections=5", "--idle", "--warmup=0", "--seconds=0.1");
    assertClean(report);
    assertThat(report.get("operations").getAsLong()).isZero();
  }

  @Test
  void shouldSayItInWordsWhenNotAskedForJson() {
    int status = run("--connections=2", "--warmup=0", "--seconds=0.1");
    assertThat(status).isZero();
    assertThat(out.toString()).contains("answers in", "p99.9", "client:", "query");
  }

  @Test
  void shouldFailWithASentenceWhenNobodyListens() {
    tracker.close();
    assertThat(run("--seconds=0.1")).isEqualTo(CommandLine.ExitCode.SOFTWARE);
    assertThat(err.toString()).contains("tracker-load: cannot connect to");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void shouldFailWithTheTrackersWordsWhenItRefuses() {
    tracker.close();
    tracker =
        builder()
            .limits(limits -> limits.loopback(true))
            .maxRegistrationsPerAddress(100)
            .start()
            .join();
    int status = run("--connections=1", "--files=1000", "--registrations=1000", "--seconds=0.1");
    assertThat(status).isEqualTo(CommandLine.ExitCode.SOFTWARE);
    assertThat(err.toString()).contains("the tracker refused the filling: LIMIT_EXCEEDED");
  }

  private JsonObject report(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    int status = run(all.toArray(String[]::new));
    assertThat(status).as(() -> out + "\n" + err).isZero();
    return JsonParser.parseString(out.toString()).getAsJsonObject();
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--tracker=127.0.0.1:" + tracker.address().getPort());
    return new CommandLine(new TrackerLoadCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }

  private static void assertClean(JsonObject report) {
    assertThat(report.getAsJsonObject("errors").keySet()).isEmpty();
    assertThat(report.getAsJsonArray("troubles")).isEmpty();
    assertThat(report.get("violations").getAsLong()).isZero();
    assertThat(report.get("lost_connections").getAsLong()).isZero();
    assertThat(report.get("unanswered").getAsLong()).isZero();
  }

  private static long count(JsonObject report, String kind) {
    return report.getAsJsonObject("by_operation").getAsJsonObject(kind).get("count").getAsLong();
  }
}
