package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.shoal.peer.DownloadPriority;
import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.SourceProgress;
import dev.shoal.peer.service.DownloadInfo;
import dev.shoal.peer.service.DownloadSummary;
import dev.shoal.protocol.FileId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FetchedTest {
  private static final FileId ID = FileId.parse("ab".repeat(FileId.LENGTH));
  private static final long MIB = 1 << 20;

  private final Fetched fetched =
      Fetched.complete(
          ID,
          new DownloadResult(
              Path.of("ü <b>.bin"),
              100 * MIB,
              40 * MIB,
              61 * MIB,
              Duration.ofMillis(2500),
              List.of(source(4000, 20 * MIB), source(4001, 40 * MIB), source(4002, 0))));

  @Test
  void shouldHaveTheDocumentedFieldsWhenPrintedAsJson() {
    String line = Json.line(fetched);
    JsonObject json = JsonParser.parseString(line).getAsJsonObject();

    assertThat(line).doesNotContain("\n").contains("\"path\":\"ü <b>.bin\"");
    assertThat(json.keySet())
        .containsExactly(
            "state",
            "fileId",
            "path",
            "bytes",
            "fetchedBytes",
            "keptBytes",
            "seconds",
            "sourceCount",
            "sources");
    assertThat(json.get("state").getAsString()).isEqualTo("complete");
    assertThat(json.get("fileId").getAsString()).isEqualTo(ID.toString());
    assertThat(json.get("bytes").getAsLong()).isEqualTo(100 * MIB);
    assertThat(json.get("keptBytes").getAsLong()).isEqualTo(40 * MIB);
    assertThat(json.get("fetchedBytes").getAsLong()).isEqualTo(61 * MIB);
    assertThat(json.get("seconds").getAsDouble()).isEqualTo(2.5);
    assertThat(json.getAsJsonArray("sources"))
        .hasSize(2)
        .first()
        .hasToString("{\"address\":\"127.0.0.1:4000\",\"verifiedBytes\":20971520}");
  }

  @Test
  void shouldCountOnlyWhatWasFetchedIntoTheRateWhenSumming() {
    assertThat(fetched.totals())
        .isEqualTo(
            "100 MiB in 2.50 s, 24 MiB/s, 40 MiB of it kept from before, from 2 sources:"
                + " 127.0.0.1:4000 20 MiB, 127.0.0.1:4001 40 MiB");
  }

  @Test
  void shouldSayTheSameOfWhatTheRunningNodeHasFetched() {
    DownloadInfo info =
        info("/data/a.bin", new DownloadSummary(1, 1, 40 * MIB, 61 * MIB, 2500, 25_000_000));

    assertThat(Fetched.of(info).totals())
        .isEqualTo("100 MiB in 2.50 s, 24 MiB/s, 40 MiB of it kept from before, from 2 sources");
    assertThat(Fetched.of(info("/data/a.bin", null)).totals())
        .isEqualTo("100 MiB, all of it there already");
  }

  @Test
  void shouldShowThePathOfTheRunningNodeAsItWasGiven() {
    String there = Path.of("a.bin").toAbsolutePath().toString();

    assertThat(Fetched.of(info(there, null)).at(null).path()).isEqualTo("a.bin");
    assertThat(Fetched.of(info(there, null)).at(Path.of("a.bin")).path()).isEqualTo("a.bin");
    assertThat(Fetched.of(info(there, null)).at(Path.of(there)).path()).isEqualTo(there);
    assertThat(Fetched.of(info("/else/a.bin", null)).at(null).path()).isEqualTo("/else/a.bin");
  }

  @Test
  void shouldNotDivideByZeroWhenTheFileIsEmpty() {
    DownloadResult result = new DownloadResult(Path.of("empty"), 0, 0, 0, Duration.ZERO, List.of());

    assertThat(Fetched.complete(ID, result).totals()).isEqualTo("0 B in 0.000 s");
  }

  @Test
  void shouldSayWhyAndHowItEndsWhenAFailureIsPrinted() {
    assertThat(Json.line(Failure.of(new Stopped("stopped"))))
        .isEqualTo("{\"state\":\"stopped\",\"error\":\"stopped\"}");
    assertThat(Json.line(Failure.ofUsage("no")))
        .isEqualTo("{\"state\":\"failed\",\"error\":\"no\",\"exitCode\":2}");
  }

  private static DownloadInfo info(String path, @Nullable DownloadSummary summary) {
    return new DownloadInfo(
        "d1",
        "a.bin",
        ID.toString(),
        "a.bin",
        path,
        DownloadInfo.State.COMPLETE,
        100 * MIB,
        100 * MIB,
        0,
        0,
        0,
        -1,
        List.of(),
        0,
        "",
        DownloadPriority.NORMAL,
        0,
        1,
        2,
        null,
        summary);
  }

  private static SourceProgress source(int port, long verifiedBytes) {
    return new SourceProgress(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), verifiedBytes, 0, false);
  }
}
