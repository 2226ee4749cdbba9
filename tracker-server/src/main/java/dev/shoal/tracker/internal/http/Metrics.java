package dev.shoal.tracker.internal.http;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.tracker.internal.figures.Identity;
import dev.shoal.tracker.internal.figures.Observed;
import dev.shoal.tracker.internal.figures.TrackerFigures;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of one tracker and of its JVM, as Prometheus reads them. On the HTTP thread, but for
 * the loop's lags.
 */
final class Metrics {
  static final String PREFIX = "shoal_tracker_";

  /** High bytes of the numbers of kinds that trackers answer: of swarms, and of accounts. */
  private static final Set<Integer> TRACKER_GROUPS = Set.of(0x01, 0x03);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final Timer lags;
  private @Nullable TrackerFigures latest;

  Metrics(Identity identity, Observed tracker) {
    Metric.ALL.forEach(this::register);
    requests();
    Gauge.builder(PREFIX + "build", () -> 1)
        .description("1, with the version as label.")
        .tag("version", identity.version())
        .register(registry);
    Gauge.builder(PREFIX + "direct_bytes", tracker, Observed::directBytes)
        .description("Bytes outside the heap that buffers of connections take.")
        .register(registry);
    lags =
        Timer.builder(PREFIX + "loop_lag")
            .description("How late the loop comes to what is due, measured ten times a second.")
            .serviceLevelObjectives(
                Duration.ofMillis(1),
                Duration.ofMillis(5),
                Duration.ofMillis(10),
                Duration.ofMillis(50),
                Duration.ofMillis(100))
            .distributionStatisticExpiry(Duration.ofMinutes(1))
            .register(registry);
    collections.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /** How late the loop comes to what is due; recorded on the loop. */
  Timer lags() {
    return lags;
  }

  /** The worst of the last minute or so. */
  double worstLagMillis() {
    return lags.max(TimeUnit.MILLISECONDS);
  }

  /** The text that Prometheus reads. */
  String scrape(TrackerFigures figures) {
    latest = figures;
    return registry.scrape();
  }

  void close() {
    collections.close();
    registry.close();
  }

  private void register(Metric metric) {
    if (metric.counts()) {
      FunctionCounter.builder(metric.name(), this, now -> now.value(metric.value()))
          .description(metric.help())
          .register(registry);
    } else {
      Gauge.builder(metric.name(), this, now -> now.value(metric.value()))
          .description(metric.help())
          .register(registry);
    }
  }

  private void requests() {
    for (FrameKind kind : FrameKind.values()) {
      if (isForTrackers(kind)) {
        labelled(
            "requests_total",
            "Requests by kind.",
            "kind",
            kind.name(),
            figures -> figures.requests().requests(kind));
      }
    }
    for (ErrorCode code : ErrorCode.values()) {
      labelled(
          "request_failures_total",
          "Requests that were answered with an error, by its code.",
          "code",
          code.name(),
          figures -> figures.requests().failures(code));
    }
  }

  private static boolean isForTrackers(FrameKind kind) {
    return kind.place() == FrameKind.Place.REQUEST && TRACKER_GROUPS.contains(kind.number() >>> 8);
  }

  private void labelled(
      String name, String help, String label, String of, ToDoubleFunction<TrackerFigures> value) {
    FunctionCounter.builder(PREFIX + name, this, now -> now.value(value))
        .description(help)
        .tag(label, of.toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private double value(ToDoubleFunction<TrackerFigures> of) {
    TrackerFigures figures = latest;
    return figures == null ? Double.NaN : of.applyAsDouble(figures);
  }
}
