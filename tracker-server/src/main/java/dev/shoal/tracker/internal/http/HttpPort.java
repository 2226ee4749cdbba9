package dev.shoal.tracker.internal.http;

import dev.shoal.tracker.internal.figures.Identity;
import dev.shoal.tracker.internal.figures.Observed;
import dev.shoal.transport.TransportKind;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The port for operators, with the one thread that serves it. */
public final class HttpPort {
  private static final int BACKLOG = 64;
  private static final int SHUTDOWN_SECONDS = 2;
  private static final long PATIENCE_MILLIS = 1000;

  private final EventLoopGroup group;
  private final InetSocketAddress address;
  private final Metrics metrics;
  private final LoopLagProbe probe;

  private HttpPort(
      EventLoopGroup group, InetSocketAddress address, Metrics metrics, LoopLagProbe probe) {
    this.group = group;
    this.address = address;
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
    ChannelFuture binding =
        new ServerBootstrap()
            .group(group)
            .channel(TransportKind.NIO.serverChannelType())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childHandler(new Assembler(new Site(tracker, identity, metrics, PATIENCE_MILLIS)))
            .bind(wanted);
    CompletableFuture<HttpPort> opened = new CompletableFuture<>();
    binding.addListener(
        done -> {
          if (done.isSuccess()) {
            InetSocketAddress bound = (InetSocketAddress) binding.channel().localAddress();
            LoopLagProbe probe = new LoopLagProbe(loop, metrics.lags());
            opened.complete(new HttpPort(group, bound, metrics, probe));
          } else {
            metrics.close();
            end(group);
            opened.completeExceptionally(
                new IOException(
                    "cannot listen on "
                        + NetUtil.toSocketAddressString(wanted)
                        + " for HTTP: "
                        + done.cause().getMessage(),
                    done.cause()));
          }
        });
    return opened;
  }

  /** Where it listens, with the port that was chosen if any would do. */
  public InetSocketAddress address() {
    return address;
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
