package dev.shoal.tracker;

import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.wire.Role;
import dev.shoal.tracker.internal.Chores;
import dev.shoal.tracker.internal.FigureTaker;
import dev.shoal.tracker.internal.Kept;
import dev.shoal.tracker.internal.LogLine;
import dev.shoal.tracker.internal.Lookout;
import dev.shoal.tracker.internal.RefusalReport;
import dev.shoal.tracker.internal.TrackerHandler;
import dev.shoal.tracker.internal.TrackerPolicy;
import dev.shoal.tracker.internal.TrackerState;
import dev.shoal.tracker.internal.Warming;
import dev.shoal.tracker.internal.figures.Identity;
import dev.shoal.tracker.internal.http.HttpPort;
import dev.shoal.tracker.internal.reach.DialBack;
import dev.shoal.tracker.internal.store.Committer;
import dev.shoal.tracker.internal.store.CommitterLimits;
import dev.shoal.transport.Endpoint;
import dev.shoal.transport.Greeting;
import dev.shoal.transport.TransportKind;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running tracker: it listens from {@link TrackerServerBuilder#start()} to {@link #close()}.
 *
 * <pre>{@code
 * try (TrackerServer tracker = TrackerServer.builder().port(7070).start().join()) {
 *   ...
 * }
 * }</pre>
 *
 * <p>Thread-safe. One event loop owns all state and serves all connections. The catalogue is kept
 * in the data directory, if there is one; who has what is in memory. The peer id that the tracker
 * greets with is a random one of this start.
 */
public final class TrackerServer implements AutoCloseable {
  /** The port that trackers listen at unless told otherwise. */
  public static final int DEFAULT_PORT = 7070;

  private static final Logger log = LoggerFactory.getLogger(TrackerServer.class);

  private static final Duration MAX_TICK = Duration.ofSeconds(1);
  private static final int SHUTDOWN_SECONDS = 5;

  private final InetSocketAddress address;
  private final Endpoint endpoint;

  /** Dials peers to see whether they are there. */
  private final Endpoint dialling;

  private final Committer committer;
  private final Chores chores;
  private final Lookout lookout;
  private final @Nullable HttpPort http;
  private final @Nullable EventLoopGroup ownGroup;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  private TrackerServer(
      InetSocketAddress address,
      Endpoint endpoint,
      Endpoint dialling,
      Committer committer,
      Chores chores,
      Lookout lookout,
      @Nullable HttpPort http,
      @Nullable EventLoopGroup ownGroup) {
    this.address = address;
    this.endpoint = endpoint;
    this.dialling = dialling;
    this.committer = committer;
    this.chores = chores;
    this.lookout = lookout;
    this.http = http;
    this.ownGroup = ownGroup;
  }

  /** A builder with the defaults. */
  public static TrackerServerBuilder builder() {
    return new TrackerServerBuilder();
  }

  static CompletableFuture<TrackerServer> start(TrackerServerBuilder settings) {
    TrackerPolicy policy = settings.policy();
    InetSocketAddress wanted = settings.address();
    EventLoopGroup given = settings.eventLoopGroup;
    EventLoopGroup group = given == null ? settings.newGroup() : given;
    EventLoopGroup ownGroup = given == null ? group : null;
    EventLoop loop = group.next();
    Lookout lookout = new Lookout(loop, settings.transportConfig.allocator());
    log.info("{}", LogLine.of("starting").with("version", version()).with("data", data(settings)));
    return openHttp(settings, lookout, loop)
        .thenCompose(
            http ->
                Kept.open(settings.dataDirectory)
                    .thenCompose(
                        kept ->
                            listen(settings, policy, wanted, loop, ownGroup, lookout, http, kept))
                    .whenComplete(
                        (tracker, failure) -> {
                          if (failure != null) {
                            http.ifPresent(HttpPort::close);
                          }
                        }))
        .whenComplete(
            (tracker, failure) -> {
              if (failure != null && ownGroup != null) {
                ownGroup.shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS);
              } else if (failure == null) {
                tracker.logReady(settings, TransportKind.of(group));
              }
            });
  }

  /** Before all else, so that it tells whoever asks that the tracker is loading. */
  private static CompletableFuture<Optional<HttpPort>> openHttp(
      TrackerServerBuilder settings, Lookout lookout, EventLoop loop) {
    InetSocketAddress wanted = settings.httpAddress();
    if (wanted == null) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    Identity identity = new Identity(version(), System.currentTimeMillis(), settings.limitsShown);
    try {
      return HttpPort.open(wanted, lookout, loop, identity).thenApply(Optional::of);
    } catch (NoClassDefFoundError e) {
      return CompletableFuture.failedFuture(
          new IllegalStateException(
              "httpPort needs io.micrometer:micrometer-registry-prometheus on the class path", e));
    }
  }

  private static CompletableFuture<TrackerServer> listen(
      TrackerServerBuilder settings,
      TrackerPolicy policy,
      InetSocketAddress wanted,
      EventLoop loop,
      @Nullable EventLoopGroup ownGroup,
      Lookout lookout,
      Optional<HttpPort> http,
      Kept kept) {
    Committer committer =
        new Committer(kept.store(), policy.quotas().files(), CommitterLimits.DEFAULT, loop);
    Warming warming =
        new Warming(settings.nowNanos, kept.restarted() ? policy.terms().lease().toNanos() : 0);
    TrackerState state =
        new TrackerState(
            policy,
            kept.catalogue(),
            committer,
            warming,
            settings.nowNanos,
            System::currentTimeMillis);
    Greeting greeting = greeting();
    Endpoint endpoint = new Endpoint(loop, settings.transportConfig, greeting);
    Endpoint dialling =
        DialBack.endpoint(loop, settings.transportConfig, policy.dialling(), greeting);
    state.verifyBy(
        DialBack.from(dialling, policy.dialling(), settings.transportConfig.limits(), loop));
    return endpoint
        .listen(wanted, () -> new TrackerHandler(state))
        .thenApplyAsync(
            bound -> {
              FigureTaker figures = new FigureTaker(state, endpoint, committer);
              Chores chores = new Chores(state, loop, tick(policy), new RefusalReport(figures));
              lookout.ready(NetUtil.toSocketAddressString(bound), figures);
              return new TrackerServer(
                  bound,
                  endpoint,
                  dialling,
                  committer,
                  chores,
                  lookout,
                  http.orElse(null),
                  ownGroup);
            },
            loop)
        .whenComplete(
            (tracker, failure) -> {
              if (failure != null) {
                endpoint.close();
                dialling.close();
                closeInBackground(committer);
              }
            });
  }

  /** It may wait for the disk. */
  private static CompletableFuture<Void> closeInBackground(Committer committer) {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    Thread closer =
        new Thread(
            () -> {
              try {
                committer.close();
                closed.complete(null);
              } catch (RuntimeException e) {
                closed.completeExceptionally(e);
              }
            },
            "shoal-tracker-end");
    closer.start();
    return closed;
  }

  /** Where it listens, with the port that was chosen if any would do. */
  public InetSocketAddress address() {
    return address;
  }

  /** Where it serves HTTP, or null if it does not. */
  public @Nullable InetSocketAddress httpAddress() {
    return http == null ? null : http.address();
  }

  /** Connections that are open or being made. */
  public int connectionCount() {
    return endpoint.connectionCount();
  }

  /**
   * Stops listening, lets answers under way drain, closes every connection, and ends the tracker's
   * own event loop.
   *
   * @return completes when all of that is done, on any thread; the same future when called again
   */
  public CompletableFuture<Void> shutdown() {
    if (closing.compareAndSet(false, true)) {
      log.info("{}", LogLine.of("draining").with("connections", endpoint.connectionCount()));
      lookout.drain();
      chores.stop();
      CompletableFuture.allOf(endpoint.close(), dialling.close())
          .thenCompose(done -> chores.finish())
          .handle((done, failure) -> closeInBackground(committer))
          .thenCompose(stored -> stored)
          .handle((done, failure) -> closeHttp())
          .thenCompose(httpClosed -> httpClosed)
          .whenComplete((done, failure) -> endLoop());
    }
    return closed;
  }

  /** As {@link #shutdown()}, and waits for it; not to be called on an event loop. */
  @Override
  public void close() {
    shutdown().join();
  }

  private CompletableFuture<Void> closeHttp() {
    return http == null ? CompletableFuture.completedFuture(null) : http.close();
  }

  private void endLoop() {
    if (ownGroup == null) {
      ended();
    } else {
      ownGroup
          .shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS)
          .addListener(done -> ended());
    }
  }

  private void ended() {
    log.info("{}", LogLine.of("stopped").with("address", NetUtil.toSocketAddressString(address)));
    closed.complete(null);
  }

  private void logReady(TrackerServerBuilder settings, TransportKind transport) {
    LogLine line =
        LogLine.of("ready")
            .with("address", NetUtil.toSocketAddressString(address))
            .with("http", http == null ? "off" : NetUtil.toSocketAddressString(http.address()))
            .with("transport", transport.name().toLowerCase(Locale.ROOT));
    settings.limitsShown.forEach(line::with);
    log.info("{}", line);
  }

  private static Object data(TrackerServerBuilder settings) {
    return settings.dataDirectory == null ? "none" : settings.dataDirectory;
  }

  /** Often enough that nothing outlives its time by much. */
  private static Duration tick(TrackerPolicy policy) {
    Duration shorter =
        policy.terms().lease().compareTo(policy.terms().resume()) < 0
            ? policy.terms().lease()
            : policy.terms().resume();
    Duration tick = shorter.dividedBy(4).plusMillis(1);
    return tick.compareTo(MAX_TICK) < 0 ? tick : MAX_TICK;
  }

  private static Greeting greeting() {
    byte[] random = new byte[PeerId.LENGTH];
    new SecureRandom().nextBytes(random);
    return Greeting.of(Role.ROLE_TRACKER, PeerId.fromBytes(random), "shoal-tracker/" + version());
  }

  /** The version in the jar's manifest. */
  private static String version() {
    String version = TrackerServer.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }
}
