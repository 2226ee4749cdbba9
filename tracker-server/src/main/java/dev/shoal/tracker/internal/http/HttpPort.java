package dev.shoal.tracker.internal.http;

import dev.shoal.tracker.internal.figures.Identity;
import dev.shoal.tracker.internal.figures.Observed;
import dev.shoal.transport.TransportKind;
import dev.shoal.transport.http.HttpLimits;
import dev.shoal.transport.http.HttpServer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The port for operators, with the one thread that serves it. */
public final class HttpPort {
  /** Pages are small, and so is the number of those who look: nobody has to be kept waiting for. */
  private static final HttpLimits LIMITS =
      HttpLimits.defaults()
          .withConnections(64, 64)
          .withSizes(2048, 16 << 10)
          .withLeastRate(1024, Duration.ofSeconds(10))
          .withRequestsPerConnection(1);

  private static final int SHUTDOWN_SECONDS = 2;
  private static final long PATIENCE_MILLIS = 1000;

  private final EventLoopGroup group;
  private final HttpServer server;
  private final Metrics metrics;
  private final LoopLagProbe probe;

  private HttpPort(EventLoopGroup group, HttpServer server, Metrics metrics, LoopLagProbe probe) {
    this.group = group;
    this.server = server;
    this.metrics = metrics;
    this.probe = probe;
  }

  /**
   * Opens the port.
   *
   * @param wanted port 0 for any
   * @param tracker which is shown
   * @param loop the tracker's
   * @return fails with an {@link IOException} with a sentence for a person if it can't be bound
   */
  public static CompletableFuture<HttpPort> open(
      InetSocketAddress wanted, Observed tracker, EventLoop loop, Identity identity) {
    EventLoopGroup group = TransportKind.NIO.newGroup(1, "shoal-tracker-http");
    Metrics metrics = new Metrics(identity, tracker);
    Site site = new Site(tracker, identity, metrics, PATIENCE_MILLIS);
    return HttpServer.open(group, TransportKind.NIO, wanted, LIMITS, site)
        .whenComplete(
            (server, failure) -> {
              if (failure != null) {
                metrics.close();
                end(group);
              }
            })
        .thenApply(
            server -> new HttpPort(group, server, metrics, new LoopLagProbe(loop, metrics.lags())));
  }

  /** Where it listens, with the port that was chosen if any would do. */
  public InetSocketAddress address() {
    return server.address();
  }

  /**
   * Closes the port and all its connections, and ends the thread.
   *
   * @return completes when that is done
   */
  public CompletableFuture<Void> close() {
    probe.stop();
    metrics.close();
    return end(group);
  }

  /** A loop that ends closes its sockets. */
  private static CompletableFuture<Void> end(EventLoopGroup group) {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    group
        .shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS)
        .addListener(done -> ended.complete(null));
    return ended;
  }
}
