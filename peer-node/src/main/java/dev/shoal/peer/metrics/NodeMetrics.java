package dev.shoal.peer.metrics;

import dev.shoal.peer.DownloadState;
import dev.shoal.peer.NodeFigures;
import dev.shoal.peer.PeerNode;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Meters of one node, as the package says. They show the node's figures, at most a second old, for
 * as long as the registry has them; {@link #close()} takes them out, and lets go of the node.
 * Thread-safe.
 */
public final class NodeMetrics implements MeterBinder, AutoCloseable {
  private static final String PREFIX = "shoal.node.";
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Supplier<NodeFigures> source;
  private final Tags tags;
  private final LongSupplier nanoTime;
  private final List<Bound> bound = new CopyOnWriteArrayList<>();
  private @Nullable NodeFigures latest;
  private long takenNanos;

  private record Bound(MeterRegistry registry, Meter meter) {}

  /** Of a node. */
  public NodeMetrics(PeerNode node) {
    this(node, Tags.empty());
  }

  /**
   * Of one of several nodes.
   *
   * @param tags tell it from the others
   */
  public NodeMetrics(PeerNode node, Iterable<Tag> tags) {
    this(node::figures, Tags.of(tags), System::nanoTime);
  }

  NodeMetrics(Supplier<NodeFigures> source, Tags tags, LongSupplier nanoTime) {
    this.source = source;
    this.tags = tags;
    this.nanoTime = nanoTime;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Meters meters = new Meters(registry);
    meters.bytes("sent", "Files' bytes sent to other nodes.", of -> of.traffic().sentBytes());
    meters.bytes("fetched", "Files' bytes fetched.", of -> of.traffic().fetchedBytes());
    meters.gauge(
        "tracker.connected",
        "1 while a tracker knows the node.",
        of -> of.trackerConnected() ? 1 : 0);
    meters.gauge("connections", "Connections with other nodes.", NodeFigures::connections);
    meters.gauge("shares", "Complete files that are served.", NodeFigures::shares);
    meters.size("shares.size", "Lengths of the files served.", NodeFigures::sharedBytes);
    meters.gauge(
        "shares.preparing", "Files that wait to be hashed, or are.", NodeFigures::preparing);
    meters.counter(
        "shares.remembered",
        "Files that did not have to be hashed to be shared.",
        NodeFigures::rememberedFiles);
    meters.bytes("hashed", "Bytes hashed to share files.", NodeFigures::hashedBytes);
    for (DownloadState state : DownloadState.values()) {
      meters.downloads(state);
    }
    meters.counter("chunks.bad", "Chunks that were not the file's.", NodeFigures::badChunks);
    meters.size("memory.used", "Direct memory of chunks under way.", NodeFigures::memoryBytes);
    meters.size("memory.max", "What these may have at most.", NodeFigures::memoryLimit);
  }

  /** Takes all meters out of their registries again. */
  @Override
  public void close() {
    for (Bound each : bound) {
      each.registry.remove(each.meter);
    }
    bound.clear();
  }

  /** One snapshot does for all meters that are read together. */
  private synchronized NodeFigures figures() {
    NodeFigures known = latest;
    long now = nanoTime.getAsLong();
    if (known != null && now - takenNanos < FRESH_NANOS) {
      return known;
    }
    NodeFigures taken = source.get();
    latest = taken;
    takenNanos = now;
    return taken;
  }

  /** What one registry is given. */
  private final class Meters {
    private final MeterRegistry registry;

    Meters(MeterRegistry registry) {
      this.registry = registry;
    }

    void gauge(String name, String help, ToDoubleFunction<NodeFigures> value) {
      gauge(name, help, null, Tags.empty(), value);
    }

    void size(String name, String help, ToDoubleFunction<NodeFigures> value) {
      gauge(name, help, BaseUnits.BYTES, Tags.empty(), value);
    }

    void counter(String name, String help, ToDoubleFunction<NodeFigures> value) {
      counter(name, help, null, Tags.empty(), value);
    }

    void bytes(String name, String help, ToDoubleFunction<NodeFigures> value) {
      counter(name, help, BaseUnits.BYTES, Tags.empty(), value);
    }

    void downloads(DownloadState state) {
      String word = state.name().toLowerCase(Locale.ROOT);
      if (state.isFinal()) {
        counter(
            "downloads.ended",
            "Downloads that are over.",
            null,
            Tags.of("result", word),
            of -> of.downloads(state));
      } else {
        gauge(
            "downloads",
            "Downloads under way.",
            null,
            Tags.of("state", word),
            of -> of.downloads(state));
      }
    }

    private void gauge(
        String name,
        String help,
        @Nullable String unit,
        Tags more,
        ToDoubleFunction<NodeFigures> value) {
      bound(
          Gauge.builder(PREFIX + name, () -> value.applyAsDouble(figures()))
              .description(help)
              .baseUnit(unit)
              .tags(tags.and(more))
              .register(registry));
    }

    /** The function keeps all it needs from being collected; the registry would not. */
    private void counter(
        String name,
        String help,
        @Nullable String unit,
        Tags more,
        ToDoubleFunction<NodeFigures> value) {
      bound(
          FunctionCounter.builder(
                  PREFIX + name, NodeMetrics.this, self -> value.applyAsDouble(figures()))
              .description(help)
              .baseUnit(unit)
              .tags(tags.and(more))
              .register(registry));
    }

    private void bound(Meter meter) {
      bound.add(new Bound(registry, meter));
    }
  }
}
