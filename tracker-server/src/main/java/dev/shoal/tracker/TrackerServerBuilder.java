package dev.shoal.tracker;

import dev.shoal.protocol.Limits;
import dev.shoal.tracker.internal.AccessSettings;
import dev.shoal.tracker.internal.LoginRules;
import dev.shoal.tracker.internal.TlsSettings;
import dev.shoal.tracker.internal.TrackerPolicy;
import dev.shoal.tracker.internal.reach.DialLimits;
import dev.shoal.transport.TrafficLimits;
import dev.shoal.transport.TransportConfig;
import dev.shoal.transport.TransportKind;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link TrackerServer}; {@link #start()} checks them. Not thread-safe. */
public final class TrackerServerBuilder {
  private @Nullable InetAddress bindAddress;
  private int port = TrackerServer.DEFAULT_PORT;
  @Nullable Path dataDirectory;
  private @Nullable TransportKind transportKind;
  @Nullable EventLoopGroup eventLoopGroup;
  TransportConfig transportConfig = transportDefaults();
  LongSupplier nowNanos = System::nanoTime;

  private Duration heartbeat = Duration.ofSeconds(30);
  private Duration lease = Duration.ofSeconds(90);
  private Duration resume = Duration.ofSeconds(60);
  private int defaultSources = 30;
  private int maxSources = Limits.MAX_SOURCES;
  private Duration idle = Duration.ofMinutes(10);
  private int maxRegistrations = 200_000;
  private int maxSwarms = 3_000_000;
  private int maxRegistrationsInAll = 15_000_000;
  private int maxAddressRegistrations = 2_000_000;
  private int maxSessions = 1000;
  private int maxFiles = 2_000_000;
  private int publicationsPerSecond = 1000;
  private int publicationsAtOnce = 200_000;
  Map<String, String> limitsShown = Map.of();
  private OptionalInt httpPort = OptionalInt.empty();
  private InetAddress httpBindAddress = InetAddress.getLoopbackAddress();
  private int searchesPerSecond = 100;
  private int maxSubscriptions = 200_000;
  private int maxAddressSubscriptions = 20_000;
  private boolean verifyPeers = true;
  private Duration dialTimeout = Duration.ofSeconds(2);
  private Duration dialPatience = Duration.ofMillis(1500);
  private int dialsAtOnce = 64;
  private int dialsPerSecond = 200;
  private int dialsPerSecondAndAddress = 40;
  private int lowestDialledPort = 1024;
  private TrackerMode mode = TrackerMode.OPEN;
  private AccessOptions access = AccessOptions.defaults();
  private boolean requireTls;
  private @Nullable Path certificateChain;
  private @Nullable Path certificateKey;
  private @Nullable Path authorities;

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
   * Where the tracker keeps what is to survive a restart: the catalogue, accounts and groups, its
   * keys, and the log of security events; created if missing. Default: nowhere, all is in memory.
   */
  public TrackerServerBuilder dataDirectory(Path value) {
    dataDirectory = value;
    return this;
  }

  /** For what one has to be logged in. Default {@link TrackerMode#OPEN}. */
  public TrackerServerBuilder mode(TrackerMode value) {
    mode = value;
    return this;
  }

  /** How accounts and groups are dealt with. Default {@link AccessOptions#defaults()}. */
  public TrackerServerBuilder access(AccessOptions value) {
    access = value;
    return this;
  }

  /** Changes some of those options, as they are now, and leaves the others. */
  public TrackerServerBuilder access(UnaryOperator<AccessOptions.Builder> change) {
    return access(change.apply(access.toBuilder()).build());
  }

  /** Whether connections without TLS are refused. Default no. */
  public TrackerServerBuilder requireTls(boolean value) {
    requireTls = value;
    return this;
  }

  /**
   * A certificate that an organisation has issued. Default: one that the tracker has signed itself,
   * for a key that it makes at its first start and keeps in its data directory.
   *
   * @param chain PEM file of the tracker's certificate, followed by those between it and the
   *     authority
   * @param key PEM file of its private key without a password
   */
  public TrackerServerBuilder certificate(Path chain, Path key) {
    certificateChain = chain;
    certificateKey = key;
    return this;
  }

  /**
   * PEM file of authorities whose certificates are taken from peers, beside those that peers have
   * signed themselves. Default none.
   */
  public TrackerServerBuilder authorities(Path value) {
    authorities = value;
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
   * What {@link #transportConfig} is unless set: the defaults of {@link TransportConfig}, but up to
   * 16,384 connections, reads of at most 64 KiB, at most about 192 KiB that wait to be sent on one
   * connection, and these {@link TrafficLimits}: 1,024 connections of one address; 10,000 requests
   * a second on one connection and 50,000 from one address; 4 MiB/s on one connection and 8 MiB/s
   * from one address, which is some 200,000 registrations; 250 TLS handshakes a second in all and
   * 50 with one address, each of which is some milliseconds of work for a processor.
   */
  public static TransportConfig transportDefaults() {
    return TransportConfig.builder()
        .maxConnections(16_384)
        .receiveBuffer(64 << 10)
        .sliceSize(64 << 10)
        .sendWindow(64 << 10)
        .sendBacklog(128 << 10)
        .limits(
            TrafficLimits.builder()
                .connectionsPerAddress(1024)
                .requestsPerConnection(10_000)
                .requestsPerAddress(50_000)
                .bytesPerConnection(4 << 20)
                .bytesPerAddress(8 << 20)
                .handshakes(250)
                .handshakesPerAddress(50)
                .build())
        .build();
  }

  /**
   * Timeouts and limits of connections. {@link TrafficLimits#loopback()} also says whether the
   * tracker's own quotas of addresses hold for loopback ones. Default {@link #transportDefaults()}.
   */
  public TrackerServerBuilder transportConfig(TransportConfig value) {
    transportConfig = value;
    return this;
  }

  /** Changes some settings of {@link #transportConfig}, as it is now, and leaves the others. */
  public TrackerServerBuilder transport(UnaryOperator<TransportConfig.Builder> change) {
    transportConfig = change.apply(transportConfig.toBuilder()).build();
    return this;
  }

  /** Changes some limits of {@link #transportConfig}, as it is now, and leaves the others. */
  public TrackerServerBuilder limits(UnaryOperator<TrafficLimits.Builder> change) {
    TrafficLimits changed = change.apply(transportConfig.limits().toBuilder()).build();
    return transport(config -> config.limits(changed));
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

  /**
   * How long a connection may have no lease and ask for nothing; it is closed before twice that
   * time has passed. Default 10 min.
   */
  public TrackerServerBuilder idle(Duration value) {
    idle = value;
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

  /**
   * Most files that anybody has. Registrations of further ones are refused with BUSY. Default
   * 3,000,000.
   */
  public TrackerServerBuilder maxSwarms(int value) {
    maxSwarms = value;
    return this;
  }

  /** Most registrations of all sessions together; refused in the same way. Default 15,000,000. */
  public TrackerServerBuilder maxRegistrationsInAll(int value) {
    maxRegistrationsInAll = value;
    return this;
  }

  /** Most files registered by one session. Default 200,000. */
  public TrackerServerBuilder maxRegistrationsPerSession(int value) {
    maxRegistrations = value;
    return this;
  }

  /** Most files registered by all sessions of one address together. Default 2,000,000. */
  public TrackerServerBuilder maxRegistrationsPerAddress(int value) {
    maxAddressRegistrations = value;
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

  /** Files that one address may publish each second in the long run. Default 1,000. */
  public TrackerServerBuilder publicationsPerSecond(int value) {
    publicationsPerSecond = value;
    return this;
  }

  /** Files that one address may publish at once after a pause. Default 200,000. */
  public TrackerServerBuilder publicationsAtOnce(int value) {
    publicationsAtOnce = value;
    return this;
  }

  /**
   * Searches, and requests for details, from one address each second; as many at once after a
   * pause. Each may keep the tracker busy for about a millisecond. Default 100.
   */
  public TrackerServerBuilder searchesPerSecond(int value) {
    searchesPerSecond = value;
    return this;
  }

  /** Most subscriptions to swarms, of all connections together. Default 200,000. */
  public TrackerServerBuilder maxSubscriptions(int value) {
    maxSubscriptions = value;
    return this;
  }

  /** Most subscriptions to swarms, of all connections of one address. Default 20,000. */
  public TrackerServerBuilder maxSubscriptionsPerAddress(int value) {
    maxAddressSubscriptions = value;
    return this;
  }

  /**
   * Whether a peer is handed out as a source only after the tracker has dialled the port that it
   * names, on the host that it comes from, and found it there. Default yes.
   */
  public TrackerServerBuilder verifyPeers(boolean value) {
    verifyPeers = value;
    return this;
  }

  /** How long such a connection, and then its greeting, may take. Default 2 s. */
  public TrackerServerBuilder dialTimeout(Duration value) {
    dialTimeout = value;
    return this;
  }

  /** How long the answer to an opened lease waits for that. Default 1.5 s. */
  public TrackerServerBuilder dialPatience(Duration value) {
    dialPatience = value;
    return this;
  }

  /** Most such connections being made at a time. Default 64. */
  public TrackerServerBuilder dialsAtOnce(int value) {
    dialsAtOnce = value;
    return this;
  }

  /** Most such connections begun in a second. Default 200. */
  public TrackerServerBuilder dialsPerSecond(int value) {
    dialsPerSecond = value;
    return this;
  }

  /** Most such connections to one address begun in a second. Default 40. */
  public TrackerServerBuilder dialsPerSecondAndAddress(int value) {
    dialsPerSecondAndAddress = value;
    return this;
  }

  /**
   * A port for operators: metrics for Prometheus, health, and a status page, all read-only; 0 for
   * any that is free. Default: none. Needs {@code io.micrometer:micrometer-registry-prometheus} on
   * the class path, which the library itself does not bring.
   */
  public TrackerServerBuilder httpPort(int value) {
    httpPort = OptionalInt.of(value);
    return this;
  }

  /** The address of the port for operators. Default: the loopback address. */
  public TrackerServerBuilder httpBindAddress(InetAddress value) {
    httpBindAddress = value;
    return this;
  }

  /** What the status page and the line in the log show as limits, in order. Default: nothing. */
  public TrackerServerBuilder limitsShown(Map<String, String> values) {
    limitsShown = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    return this;
  }

  /**
   * The lowest port that is dialled; peers at lower ones are not handed out. Default 1,024: below
   * that are other services than peers.
   */
  public TrackerServerBuilder lowestDialledPort(int value) {
    lowestDialledPort = value;
    return this;
  }

  /** The clock of the leases, for tests. */
  TrackerServerBuilder clock(LongSupplier value) {
    nowNanos = value;
    return this;
  }

  /**
   * Starts a tracker, which first reads what is kept in its data directory. Does not block.
   *
   * @return the tracker once it listens, completed on its event loop; fails with an {@link
   *     java.io.IOException} whose message is a sentence for a person if the data directory cannot
   *     be used or the address cannot be listened at
   * @throws IllegalArgumentException naming the setting that is out of range
   */
  public CompletableFuture<TrackerServer> start() {
    return new TrackerStart(this).start();
  }

  InetSocketAddress address() {
    requirePort(port, "port");
    return new InetSocketAddress(bindAddress, port); // null stands for the wildcard address
  }

  /** Where to serve HTTP, or null for nowhere. */
  @Nullable InetSocketAddress httpAddress() {
    if (httpPort.isEmpty()) {
      return null;
    }
    requirePort(httpPort.getAsInt(), "httpPort");
    return new InetSocketAddress(httpBindAddress, httpPort.getAsInt());
  }

  private static void requirePort(int value, String name) {
    if (value < 0 || value > 0xFFFF) {
      throw new IllegalArgumentException(name + " must be from 0 to 65535, not " + value);
    }
  }

  EventLoopGroup newGroup() {
    TransportKind kind = transportKind == null ? TransportKind.best() : transportKind;
    return kind.newGroup(1, "shoal-tracker");
  }

  AccessSettings accessSettings() {
    LoginRules rules = new LoginRules(mode != TrackerMode.OPEN, mode == TrackerMode.CLOSED);
    return access.settings(rules);
  }

  TlsSettings tlsSettings() {
    return new TlsSettings(certificateChain, certificateKey, authorities, requireTls);
  }

  TrackerPolicy policy() {
    return new TrackerPolicy(
        new TrackerPolicy.Terms(heartbeat, lease, resume, idle),
        new TrackerPolicy.Answers(defaultSources, maxSources),
        new TrackerPolicy.Quotas(
            maxFiles,
            maxSwarms,
            maxRegistrationsInAll,
            maxRegistrations,
            maxAddressRegistrations,
            maxSessions,
            publicationsPerSecond,
            publicationsAtOnce,
            searchesPerSecond,
            maxSubscriptions,
            maxAddressSubscriptions,
            transportConfig.limits()),
        new DialLimits(
            verifyPeers,
            dialTimeout,
            dialPatience,
            dialsAtOnce,
            dialsPerSecond,
            dialsPerSecondAndAddress,
            lowestDialledPort));
  }
}
