package dev.shoal.tracker;

import dev.shoal.protocol.PeerId;
import dev.shoal.tracker.internal.LogLine;
import dev.shoal.tracker.internal.http.HttpPort;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
 * <p>Thread-safe. One event loop owns all state and serves all connections. The catalogue,
 * accounts, groups and the tracker's own key are kept in the data directory, if there is one; who
 * has what is in memory.
 */
public final class TrackerServer implements AutoCloseable {
  /** The port that trackers listen at unless told otherwise. */
  public static final int DEFAULT_PORT = 7070;

  private static final Logger log = LoggerFactory.getLogger(TrackerServer.class);

  private final InetSocketAddress address;
  private final PeerId peerId;
  private final TrackerParts parts;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  /** A tracker that listens there. */
  TrackerServer(InetSocketAddress address, PeerId peerId, TrackerParts parts) {
    this.address = address;
    this.peerId = peerId;
    this.parts = parts;
  }

  /** A builder with the defaults. */
  public static TrackerServerBuilder builder() {
    return new TrackerServerBuilder();
  }

  /** Where it listens, with the port that was chosen if any would do. */
  public InetSocketAddress address() {
    return address;
  }

  /** Who it is, by the key of its certificate. */
  public PeerId peerId() {
    return peerId;
  }

  /** {@link #peerId()} as people compare it. */
  public String fingerprint() {
    return peerId.toText();
  }

  /**
   * The code by which the tracker's first administrator makes an account, once; empty as soon as
   * there is an administrator. For the operator's eyes alone.
   */
  public Optional<String> administratorCode() {
    return parts.access().administratorCode();
  }

  /** Where it serves HTTP, or null if it does not. */
  public @Nullable InetSocketAddress httpAddress() {
    HttpPort http = parts.http();
    return http == null ? null : http.address();
  }

  /** Connections that are open or being made. */
  public int connectionCount() {
    return parts.endpoint().connectionCount();
  }

  /**
   * Stops listening, lets answers under way drain, closes every connection, and ends the tracker's
   * own event loop.
   *
   * @return completes when all of that is done, on any thread; the same future when called again
   */
  public CompletableFuture<Void> shutdown() {
    if (closing.compareAndSet(false, true)) {
      log.info("{}", LogLine.of("draining").with("connections", connectionCount()));
      parts.end().whenComplete((done, failure) -> ended());
    }
    return closed;
  }

  /** As {@link #shutdown()}, and waits for it; not to be called on an event loop. */
  @Override
  public void close() {
    shutdown().join();
  }

  private void ended() {
    log.info("{}", LogLine.of("stopped").with("address", NetUtil.toSocketAddressString(address)));
    closed.complete(null);
  }

  /** Passwords hashed so far. */
  CompletableFuture<Long> passwordRuns() {
    return CompletableFuture.supplyAsync(parts.access()::passwordRuns, parts.loop());
  }
}
