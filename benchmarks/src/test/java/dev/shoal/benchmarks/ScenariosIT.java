package dev.shoal.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.ExitCode;

/** Runs each scenario as small as it gets, with real processes. */
@Tag("any-jdk")
class ScenariosIT {
  /** What makes a short life cheap. */
  private static final String QUICK = "--java-options=-XX:TieredStopAtLevel=1";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  @AfterEach
  void requireNothingLeft() throws IOException {
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void shouldMeasureATransfer() {
    List<JsonObject> lines =
        lines("transfer", QUICK, "--size=8MiB", "--runs=1", "--downloads=2", "--chunk-size=256KiB");
    assertThat(lines)
        .extracting(line -> line.get("kind").getAsString() + " " + line.get("what").getAsString())
        .containsExactly(
            "run first download",
            "run warm download",
            "median first download",
            "median warm download");
    assertThat(lines.get(0).get("MB_per_s").getAsDouble()).isPositive();
    assertThat(lines.get(0).get("seeder_peak_MB").getAsDouble()).isPositive();
  }

  @Test
  void shouldMeasureManySmallFiles() {
    List<JsonObject> lines = lines("small", QUICK, "--files=20x4KiB", "--alone");
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0).get("files_per_s").getAsDouble()).isPositive();
  }

  @Test
  void shouldMeasureAWatchedFolder() {
    List<JsonObject> lines = lines("watched-folder", QUICK, "--files=20");
    assertThat(lines.subList(0, 2))
        .extracting(line -> line.get("what").getAsString())
        .containsExactly("first start", "second start");
    assertThat(lines.get(0).get("hashed_MB").getAsDouble()).isPositive();
    assertThat(lines.get(1).get("hashed_MB").getAsDouble()).isZero();
    assertThat(lines.get(1).get("remembered").getAsDouble()).isGreaterThanOrEqualTo(20);
    assertThat(lines.get(1).get("shutdown_s").getAsDouble()).isPositive();
  }

  @Test
  void shouldMeasureServing() {
    List<JsonObject> lines =
        lines("compare", QUICK, "--serve", "--alone", "--size=8MiB", "--runs=1", "--seconds=0.2");
    assertThat(lines).hasSize(4);
    assertThat(lines.get(1).get("what").getAsString()).isEqualTo("shoal, steady");
    assertThat(lines.get(1).get("send_cpu_s_per_GiB").getAsDouble()).isNotNegative();
  }

  @Test
  void shouldMeasureAFloodOfLogins() {
    List<JsonObject> lines =
        lines(
            "login-flood",
            QUICK,
            "--seconds=1",
            "--warmup=0.1",
            "--established=2",
            "--fresh=2",
            "--addresses=2",
            "--queries-per-second=200");
    assertThat(lines)
        .extracting(line -> line.get("phase").getAsString())
        .containsExactly("calm", "established", "fresh", "both");
    for (JsonObject line : lines) {
      assertThat(line.get("argon2").getAsDouble())
          .isLessThanOrEqualTo(line.get("argon2_bound").getAsDouble());
      assertThat(line.get("plain_answered").getAsDouble()).isPositive();
      assertThat(line.get("tls_answered").getAsDouble()).isPositive();
    }
    assertThat(lines.subList(1, lines.size()))
        .as("guessers get what others leave of the processors, so not always something")
        .anyMatch(line -> line.get("guessers_sent_per_s").getAsDouble() > 0);
  }

  @Test
  void shouldMeasureASwarmWhereNamespacesCanBeMade() {
    int status = run("swarm", QUICK, "--leechers=2", "--size=4MiB");
    assumeTrue(
        Stream.of("needs root", "not installed", "swarm: ip ended", "swarm: tc ended")
            .noneMatch(err.toString()::contains),
        err.toString());
    assertThat(status).as(err::toString).isEqualTo(ExitCode.OK);
    JsonObject run = parse(out.toString()).get(0);
    assertThat(run.get("last_over_bound").getAsDouble()).isGreaterThan(0.9);
    assertThat(run.get("seeder_sent_over_file").getAsDouble()).isGreaterThan(0.9);
  }

  private List<JsonObject> lines(String... arguments) {
    int status = run(arguments);
    assertThat(status).as(() -> out + "\n" + err).isEqualTo(ExitCode.OK);
    return parse(out.toString());
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    all.add("--directory=" + directory);
    return BenchMain.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }

  private static List<JsonObject> parse(String text) {
    return text.lines().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
  }
}
