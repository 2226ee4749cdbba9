package dev.shoal.tracker;

import dev.shoal.protocol.Limits;
import dev.shoal.tracker.internal.DataDirectory;
import dev.shoal.tracker.internal.TrackerPolicy;
import dev.shoal.transport.TransportConfig;
import dev.shoal.transport.TransportKind;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link TrackerServer}; {@link #start()} checks them. Not thread-safe. */
public final class TrackerServerBuilder {
  private @Nullable InetAddress bindAddress;
  private int port = TrackerServer.DEFAULT_PORT;
  private @Nullable Path dataDirectory;
  private @Nullable TransportKind transportKind;
  @Nullable EventLoopGroup eventLoopGroup;
  TransportConfig transportConfig =
      TransportConfig.builder().maxConnections(16_384).receiveBuffer(64 << 10).build();
  LongSupplier nowNanos = System::nanoTime;

  private Duration heartbeat = Duration.ofSeconds(30);
  private Duration lease = Duration.ofSeconds(90);
  private Duration resume = Duration.ofSeconds(60);
  private int defaultSources = 30;
  private int maxSources = Limits.MAX_SOURCES;
  private int maxRegistrations = 200_000;
  private int maxSessions = 1000;
  private int maxFiles = 2_000_000;

  TrackerServerBuilder() {}

  /** The address to listen at. Default: all of the machine's, IPv4 and IPv6. */
  public TrackerServerBuilder bindAddress(InetAddress value) {
    bindAddress = value;
    return this;
  }

  /** The port to listen at, 0 for any that is free. Default {@value TrackerServer#DEFAULT_PORT}. */
  public TrackerServerBuilder port(int value) {
    port = value;
    return this;
  }

  /**
   * Where the tracker keeps what is to survive a restart; created if missing. Default: nowhere.
   *
   * <p>At present nothing is kept there: all state is in memory.
   */
  public TrackerServerBuilder dataDirectory(Path value) {
    dataDirectory = value;
    return this;
  }

  /** How sockets are driven. Default: the best that this machine has. */
  public TrackerServerBuilder transportKind(TransportKind value) {
    transportKind = value;
    return this;
  }

  /**
   * Event loops of the application's, of which the tracker uses one for everything and shuts down
   * none; {@link #transportKind} is then theirs. Default: a loop of the tracker's own.
   */
  public TrackerServerBuilder eventLoopGroup(EventLoopGroup value) {
    eventLoopGroup = value;
    return this;
  }

  /**
   * Timeouts and limits of connections. Default: those of {@link TransportConfig}, but up to 16,384
   * connections, and reads of at most 64 KiB.
   */
  public TrackerServerBuilder transportConfig(TransportConfig value) {
    transportConfig = value;
    return this;
  }

  /** How often peers are told to send a heartbeat. Default 30 s. */
  public TrackerServerBuilder heartbeat(Duration value) {
    heartbeat = value;
    return this;
  }

  /**
   * How long a session lives after its last sign of life; more than the heartbeat. Default 90 s.
   */
  public TrackerServerBuilder lease(Duration value) {
    lease = value;
    return this;
  }

  /** How long the session of a lost connection can be resumed. Default 60 s. */
  public TrackerServerBuilder resume(Duration value) {
    resume = value;
    return this;
  }

  /** Sources in an answer when the asker does not say how many, up to the most. Default 30. */
  public TrackerServerBuilder defaultSources(int value) {
    defaultSources = value;
    return this;
  }

  /** Most sources in an answer. Default, and at most, {@value Limits#MAX_SOURCES}. */
  public TrackerServerBuilder maxSources(int value) {
    maxSources = value;
    return this;
  }

  /** Most files registered by one session. Default 200,000. */
  public TrackerServerBuilder maxRegistrationsPerSession(int value) {
    maxRegistrations = value;
    return this;
  }

  /** Most sessions from one address, lost ones included. Default 1,000. */
  public TrackerServerBuilder maxSessionsPerAddress(int value) {
    maxSessions = value;
    return this;
  }

  /** Most files in the catalogue. Default 2,000,000. */
  public TrackerServerBuilder maxFiles(int value) {
    maxFiles = value;
    return this;
  }

  /** The clock of the leases, for tests. */
  TrackerServerBuilder clock(LongSupplier value) {
    nowNanos = value;
    return this;
  }

  /**
   * Starts a tracker. Blocks only to create the data directory.
   *
   * @return the tracker once it listens, completed on its event loop; fails with an {@link
   *     java.io.IOException} whose message is a sentence for a person if the data directory cannot
   *     be used or the address cannot be listened at
   * @throws IllegalArgumentException naming the setting that is out of range
   */
  public CompletableFuture<TrackerServer> start() {
    return TrackerServer.start(this);
  }

  void prepareDataDirectory() throws IOException {
    if (dataDirectory != null) {
      DataDirectory.prepare(dataDirectory);
    }
  }

  InetSocketAddress address() {
    if (port < 0 || port > 0xFFFF) {
      throw new IllegalArgumentException("port must be from 0 to 65535, not " + port);
    }
    return new InetSocketAddress(bindAddress, port); // null stands for the wildcard address
  }

  EventLoopGroup newGroup() {
    TransportKind kind = transportKind == null ? TransportKind.best() : transportKind;
    return kind.newGroup(1, "shoal-tracker");
  }

  TrackerPolicy policy() {
    return new TrackerPolicy(
        heartbeat,
        lease,
        resume,
        defaultSources,
        maxSources,
        maxRegistrations,
        maxSessions,
        maxFiles);
  }
}
