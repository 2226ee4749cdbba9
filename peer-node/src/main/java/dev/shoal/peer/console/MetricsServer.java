package dev.shoal.peer.console;

import dev.shoal.peer.PeerNode;
import dev.shoal.peer.UnreachableException;
import dev.shoal.peer.metrics.NodeMetrics;
import dev.shoal.transport.TransportKind;
import dev.shoal.transport.http.HttpAnswer;
import dev.shoal.transport.http.HttpCall;
import dev.shoal.transport.http.HttpException;
import dev.shoal.transport.http.HttpLimits;
import dev.shoal.transport.http.HttpServer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Serves a node's metrics, and those of the process, to Prometheus: {@code /metrics} on a port of
 * its own, for whoever reaches it. There are figures only: no names, no addresses. Thread-safe; has
 * one event loop.
 */
public final class MetricsServer implements AutoCloseable {
  private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";
  private static final List<String> PATH = List.of("metrics");
  private static final int CLOSE_SECONDS = 2;

  private final EventLoopGroup loops = TransportKind.NIO.newGroup(1, "shoal-metrics");
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final NodeMetrics metrics;
  private final HttpServer server;

  private MetricsServer(PeerNode node, InetSocketAddress address) {
    metrics = new NodeMetrics(node);
    metrics.bindTo(registry);
    collections.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    try {
      server =
          HttpServer.open(loops, TransportKind.NIO, address, HttpLimits.defaults(), this::answer)
              .join();
    } catch (CompletionException e) {
      end();
      throw e;
    }
  }

  /**
   * Opens it; blocks for a moment.
   *
   * @param node stays the caller's, who closes it after this
   * @param address port 0 for any
   * @throws UnreachableException if the address can't be listened at
   */
  public static MetricsServer open(PeerNode node, InetSocketAddress address)
      throws UnreachableException {
    try {
      return new MetricsServer(node, address);
    } catch (CompletionException e) {
      throw new UnreachableException(String.valueOf(Refusals.cause(e).getMessage()), e);
    }
  }

  private CompletableFuture<HttpAnswer> answer(HttpCall call) {
    if (!call.segments().equals(PATH)) {
      throw new HttpException(404, "not-found", "the metrics are at /metrics");
    }
    if (!call.isReading()) {
      throw HttpException.methodNotAllowed("GET, HEAD");
    }
    return CompletableFuture.completedFuture(HttpAnswer.text(200, TYPE, registry.scrape()));
  }

  /** Where it listens, with the port that was chosen if any would do. */
  public InetSocketAddress address() {
    return server.address();
  }

  @Override
  public void close() {
    server.close().join();
    end();
  }

  private void end() {
    loops
        .shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    metrics.close();
    collections.close();
    registry.close();
  }
}
