package dev.shoal.tracker;

import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.wire.Role;
import dev.shoal.tracker.internal.Chores;
import dev.shoal.tracker.internal.Kept;
import dev.shoal.tracker.internal.TrackerHandler;
import dev.shoal.tracker.internal.TrackerPolicy;
import dev.shoal.tracker.internal.TrackerState;
import dev.shoal.tracker.internal.Warming;
import dev.shoal.tracker.internal.reach.DialBack;
import dev.shoal.tracker.internal.store.Committer;
import dev.shoal.tracker.internal.store.CommitterLimits;
import dev.shoal.transport.Endpoint;
import dev.shoal.transport.Greeting;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

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

  private static final Duration MAX_TICK = Duration.ofSeconds(1);
  private static final int SHUTDOWN_SECONDS = 5;

  private final InetSocketAddress address;
  private final Endpoint endpoint;

  /** Dials peers to see whether they are there. */
  private final Endpoint dialling;

  private final Committer committer;
  private final Chores chores;
  private final @Nullable EventLoopGroup ownGroup;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  private TrackerServer(
      InetSocketAddress address,
      Endpoint endpoint,
      Endpoint dialling,
      Committer committer,
      Chores chores,
      @Nullable EventLoopGroup ownGroup) {
    this.address = address;
    this.endpoint = endpoint;
    this.dialling = dialling;
    this.committer = committer;
    this.chores = chores;
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
    return Kept.open(settings.dataDirectory)
        .thenCompose(kept -> listen(settings, policy, wanted, group.next(), ownGroup, kept))
        .whenComplete(
            (tracker, failure) -> {
              if (failure != null && ownGroup != null) {
                ownGroup.shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS);
              }
            });
  }

  private static CompletableFuture<TrackerServer> listen(
      TrackerServerBuilder settings,
      TrackerPolicy policy,
      InetSocketAddress wanted,
      EventLoop loop,
      @Nullable EventLoopGroup ownGroup,
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
              Chores chores = new Chores(state, loop, tick(policy));
              return new TrackerServer(bound, endpoint, dialling, committer, chores, ownGroup);
            },
            loop)
        .whenComplete(
            (tracker, failure) -> {
              if (failure != null) {
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
      chores.stop();
      CompletableFuture.allOf(endpoint.close(), dialling.close())
          .thenCompose(done -> chores.finish())
          .handle((done, failure) -> closeInBackground(committer))
          .thenCompose(stored -> stored)
          .whenComplete((done, failure) -> endLoop());
    }
    return closed;
  }

  /** As {@link #shutdown()}, and waits for it; not to be called on an event loop. */
  @Override
  public void close() {
    shutdown().join();
  }

  private void endLoop() {
    if (ownGroup == null) {
      closed.complete(null);
    } else {
      ownGroup
          .shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS)
          .addListener(ended -> closed.complete(null));
    }
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
    String version = TrackerServer.class.getPackage().getImplementationVersion();
    String agent = version == null ? "shoal-tracker" : "shoal-tracker/" + version;
    return Greeting.of(Role.ROLE_TRACKER, PeerId.fromBytes(random), agent);
  }
}
