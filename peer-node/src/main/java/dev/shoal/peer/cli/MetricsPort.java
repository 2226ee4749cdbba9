package dev.shoal.peer.cli;

import dev.shoal.peer.PeerNode;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.UnreachableException;
import dev.shoal.peer.metrics.NodeMetrics;
import dev.shoal.transport.TransportKind;
import dev.shoal.transport.http.HttpAnswer;
import dev.shoal.transport.http.HttpCall;
import dev.shoal.transport.http.HttpLimits;
import dev.shoal.transport.http.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Serves a node's metrics to Prometheus, under {@code /metrics}. */
final class MetricsPort implements AutoCloseable {
  private static final String PATH = "/metrics";
  private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";
  private static final int NOT_FOUND = 404;
  private static final int CLOSE_SECONDS = 10;

  private final EventLoopGroup loops = TransportKind.best().newGroup(1, "shoal-metrics");
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final NodeMetrics metrics;
  private final HttpServer server;

  private MetricsPort(PeerNode node, InetSocketAddress address) {
    this.metrics = new NodeMetrics(node);
    metrics.bindTo(registry);
    try {
      this.server =
          HttpServer.open(loops, TransportKind.best(), address, HttpLimits.defaults(), this::answer)
              .join();
    } catch (CompletionException e) {
      end();
      throw e;
    }
  }

  /**
   * Opens it; blocks for a moment.
   *
   * @throws UnreachableException if the address can't be listened at
   */
  static MetricsPort open(PeerNode node, ListenAddress address) throws ShoalException {
    try {
      return new MetricsPort(node, address.socket());
    } catch (CompletionException e) {
      throw new UnreachableException(Sentence.of(e), e);
    }
  }

  InetSocketAddress address() {
    return server.address();
  }

  private CompletableFuture<HttpAnswer> answer(HttpCall call) {
    return CompletableFuture.completedFuture(
        call.path().equals(PATH)
            ? HttpAnswer.text(200, TYPE, registry.scrape())
            : HttpAnswer.text(NOT_FOUND, "there is only " + PATH + " here"));
  }

  @Override
  public void close() {
    server.close().join();
    end();
  }

  private void end() {
    metrics.close();
    registry.close();
    loops
        .shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
  }
}
