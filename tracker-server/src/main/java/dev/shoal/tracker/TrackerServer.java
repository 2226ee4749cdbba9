package dev.shoal.tracker;

import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.wire.Role;
import dev.shoal.tracker.internal.TrackerHandler;
import dev.shoal.tracker.internal.TrackerPolicy;
import dev.shoal.tracker.internal.TrackerState;
import dev.shoal.transport.Endpoint;
import dev.shoal.transport.Greeting;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;
import java.io.IOException;
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
 * <p>Thread-safe. One event loop owns all state and serves all connections. All state is in memory;
 * the peer id that the tracker greets with is a random one of this start.
 */
public final class TrackerServer implements AutoCloseable {
  /** The port that trackers listen at unless told otherwise. */
  public static final int DEFAULT_PORT = 7070;

  private static final Duration MAX_TICK = Duration.ofSeconds(1);
  private static final int SHUTDOWN_SECONDS = 5;

  private final InetSocketAddress address;
  private final Endpoint endpoint;
  private final TrackerState state;
  private final EventLoop loop;
  private final @Nullable EventLoopGroup ownGroup;
  private final Future<?> ticking;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  private TrackerServer(
      InetSocketAddress address,
      Endpoint endpoint,
      TrackerState state,
      EventLoop loop,
      @Nullable EventLoopGroup ownGroup,
      Duration tick) {
    this.address = address;
    this.endpoint = endpoint;
    this.state = state;
    this.loop = loop;
    this.ownGroup = ownGroup;
    this.ticking =
        loop.scheduleWithFixedDelay(
            this::expire, tick.toNanos(), tick.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** A builder with the defaults. */
  public static TrackerServerBuilder builder() {
    return new TrackerServerBuilder();
  }

  static CompletableFuture<TrackerServer> start(TrackerServerBuilder settings) {
    TrackerPolicy policy = settings.policy();
    InetSocketAddress wanted = settings.address();
    try {
      settings.prepareDataDirectory();
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
    EventLoopGroup given = settings.eventLoopGroup;
    EventLoopGroup group = given == null ? settings.newGroup() : given;
    EventLoopGroup ownGroup = given == null ? group : null;
    EventLoop loop = group.next();
    TrackerState state = new TrackerState(policy, settings.nowNanos, System::currentTimeMillis);
    Endpoint endpoint = new Endpoint(loop, settings.transportConfig, greeting());
    return endpoint
        .listen(wanted, () -> new TrackerHandler(state))
        .thenApply(bound -> new TrackerServer(bound, endpoint, state, loop, ownGroup, tick(policy)))
        .whenComplete(
            (tracker, failure) -> {
              if (failure != null && ownGroup != null) {
                ownGroup.shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS);
              }
            });
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
      ticking.cancel(false);
      endpoint.close().whenComplete((done, failure) -> endLoop());
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

  /** Slice after slice, with whatever else the loop has to do in between. */
  private void expire() {
    if (state.expire()) {
      loop.execute(this::expire);
    }
  }

  /** Often enough that nothing outlives its time by much. */
  private static Duration tick(TrackerPolicy policy) {
    Duration shorter =
        policy.lease().compareTo(policy.resume()) < 0 ? policy.lease() : policy.resume();
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
