package dev.shoal.peer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.DownloadState;
import dev.shoal.peer.NodeFigures;
import dev.shoal.peer.Traffic;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeMetricsTest {
  private static final Path DOCUMENTATION =
      Path.of("src", "main", "java", "dev", "shoal", "peer", "metrics", "package-info.java");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private long now;
  private int looks;

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void shouldShowTheFiguresOfANode() {
    metrics(Tags.empty()).bindTo(registry);
    assertThat(counter("sent")).isEqualTo(1);
    assertThat(counter("fetched")).isEqualTo(2);
    assertThat(gauge("tracker.connected")).isEqualTo(1);
    assertThat(gauge("connections")).isEqualTo(3);
    assertThat(gauge("shares")).isEqualTo(4);
    assertThat(gauge("shares.size")).isEqualTo(5);
    assertThat(gauge("shares.preparing")).isEqualTo(6);
    assertThat(counter("hashed")).isEqualTo(7);
    assertThat(counter("shares.remembered")).isEqualTo(8);
    assertThat(counter("chunks.bad")).isEqualTo(9);
    assertThat(gauge("memory.used")).isEqualTo(10);
    assertThat(gauge("memory.max")).isEqualTo(11);
    assertThat(gauge("downloads", "state", "paused")).isEqualTo(12);
    assertThat(gauge("downloads", "state", "queued")).isZero();
    assertThat(counter("downloads.ended", "result", "failed")).isEqualTo(13);
  }

  @Test
  void shouldLookAtTheNodeOnceASecondAtMost() {
    metrics(Tags.empty()).bindTo(registry);
    counter("sent");
    gauge("shares");
    now += TimeUnit.SECONDS.toNanos(1) - 1;
    gauge("shares");
    assertThat(looks).isEqualTo(1);
    now++;
    gauge("shares");
    assertThat(looks).isEqualTo(2);
  }

  @Test
  void shouldTellNodesFromEachOther() {
    metrics(Tags.of("node", "one")).bindTo(registry);
    metrics(Tags.of("node", "other")).bindTo(registry);
    assertThat(gauge("shares", "node", "one")).isEqualTo(4);
    assertThat(gauge("shares", "node", "other")).isEqualTo(4);
  }

  @Test
  void shouldTakeItsMetersOutWhenItIsClosed() {
    NodeMetrics one = metrics(Tags.of("node", "one"));
    one.bindTo(registry);
    metrics(Tags.of("node", "other")).bindTo(registry);
    one.close();
    assertThat(registry.getMeters())
        .isNotEmpty()
        .allMatch(meter -> "other".equals(meter.getId().getTag("node")));
  }

  @Test
  void shouldHaveNamesThatPrometheusLikes() {
    PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    metrics(Tags.empty()).bindTo(prometheus);
    assertThat(prometheus.scrape())
        .contains(
            "shoal_node_sent_bytes_total 1.0",
            "shoal_node_shares 4.0",
            "shoal_node_shares_size_bytes 5.0",
            "shoal_node_downloads{state=\"paused\"} 12.0",
            "shoal_node_downloads_ended_total{result=\"failed\"} 13.0",
            "shoal_node_chunks_bad_total 9.0");
    prometheus.close();
  }

  @Test
  void shouldDocumentAllNamesAndNoOthers() throws IOException {
    metrics(Tags.empty()).bindTo(registry);
    List<String> documented =
        Files.readAllLines(DOCUMENTATION).stream()
            .filter(line -> line.startsWith(" * <tr><td>{@code "))
            .map(line -> line.substring(line.indexOf("{@code ") + 7, line.indexOf('}')))
            .toList();
    assertThat(registry.getMeters().stream().map(Meter::getId).map(Meter.Id::getName).distinct())
        .containsExactlyInAnyOrderElementsOf(documented);
  }

  private NodeMetrics metrics(Tags tags) {
    return new NodeMetrics(this::figures, tags, () -> now);
  }

  private NodeFigures figures() {
    looks++;
    return new NodeFigures(
        new Traffic(1, 2),
        true,
        3,
        4,
        5,
        6,
        7,
        8,
        Map.of(DownloadState.PAUSED, 12L, DownloadState.FAILED, 13L),
        9,
        10,
        11);
  }

  private double gauge(String name, String... tags) {
    return registry.get("shoal.node." + name).tags(tags).gauge().value();
  }

  private double counter(String name, String... tags) {
    return registry.get("shoal.node." + name).tags(tags).functionCounter().count();
  }
}
