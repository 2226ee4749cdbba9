package dev.shoal.tracker;

import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.wire.Role;
import dev.shoal.tracker.internal.AccessServices;
import dev.shoal.tracker.internal.AccessSettings;
import dev.shoal.tracker.internal.Chores;
import dev.shoal.tracker.internal.FigureTaker;
import dev.shoal.tracker.internal.Kept;
import dev.shoal.tracker.internal.LogLine;
import dev.shoal.tracker.internal.Lookout;
import dev.shoal.tracker.internal.RefusalReport;
import dev.shoal.tracker.internal.TlsSettings;
import dev.shoal.tracker.internal.TrackerHandler;
import dev.shoal.tracker.internal.TrackerPolicy;
import dev.shoal.tracker.internal.TrackerState;
import dev.shoal.tracker.internal.Warming;
import dev.shoal.tracker.internal.access.audit.AuditLog;
import dev.shoal.tracker.internal.figures.Identity;
import dev.shoal.tracker.internal.http.HttpPort;
import dev.shoal.tracker.internal.reach.DialBack;
import dev.shoal.tracker.internal.store.Committer;
import dev.shoal.tracker.internal.store.CommitterLimits;
import dev.shoal.transport.Endpoint;
import dev.shoal.transport.Greeting;
import dev.shoal.transport.Security;
import dev.shoal.transport.TransportKind;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The start of one tracker: reads what is kept, puts the parts together, and listens. */
final class TrackerStart {
  private static final Logger log = LoggerFactory.getLogger(TrackerServer.class);

  private static final Duration MAX_TICK = Duration.ofSeconds(1);

  private final TrackerServerBuilder settings;
  private final TrackerPolicy policy;
  private final TlsSettings tls;
  private final AccessSettings access;
  private final InetSocketAddress wanted;
  private final EventLoopGroup group;
  private final @Nullable EventLoopGroup ownGroup;
  private final EventLoop loop;
  private final Lookout lookout;

  /**
   * Of a tracker with those settings.
   *
   * @throws IllegalArgumentException naming the one that is out of range
   */
  TrackerStart(TrackerServerBuilder settings) {
    this.settings = settings;
    this.policy = settings.policy();
    this.tls = settings.tlsSettings();
    this.access = settings.accessSettings();
    this.wanted = settings.address();
    EventLoopGroup given = settings.eventLoopGroup;
    this.group = given == null ? settings.newGroup() : given;
    this.ownGroup = given == null ? group : null;
    this.loop = group.next();
    this.lookout = new Lookout(loop, settings.transportConfig.allocator());
  }

  /** Starts it; when that fails, nothing is left of it. */
  CompletableFuture<TrackerServer> start() {
    Path data = settings.dataDirectory;
    log.info(
        "{}",
        LogLine.of("starting")
            .with("version", version())
            .with("data", data == null ? "none" : data));
    return openHttp()
        .thenCompose(
            http ->
                tls.load(data)
                    .thenCompose(
                        security ->
                            Kept.open(data).thenCompose(kept -> listen(http.port, security, kept)))
                    .whenComplete(
                        (tracker, failure) -> {
                          if (failure != null && http.port != null) {
                            http.port.close();
                          }
                        }))
        .whenComplete(
            (tracker, failure) -> {
              if (failure == null) {
                logReady(tracker);
              } else {
                TrackerParts.endLoop(ownGroup);
              }
            });
  }

  /** A port that may be none: futures do not like null. */
  private record MaybeHttp(@Nullable HttpPort port) {}

  /** Before all else, so that it tells whoever asks that the tracker is loading. */
  private CompletableFuture<MaybeHttp> openHttp() {
    InetSocketAddress address = settings.httpAddress();
    if (address == null) {
      return CompletableFuture.completedFuture(new MaybeHttp(null));
    }
    Identity identity = new Identity(version(), System.currentTimeMillis(), settings.limitsShown);
    try {
      return HttpPort.open(address, lookout, loop, identity).thenApply(MaybeHttp::new);
    } catch (NoClassDefFoundError e) {
      return CompletableFuture.failedFuture(
          new IllegalStateException(
              "httpPort needs io.micrometer:micrometer-registry-prometheus on the class path", e));
    }
  }

  private CompletableFuture<TrackerServer> listen(
      @Nullable HttpPort http, Security security, Kept kept) {
    AuditLog audit;
    try {
      audit = audit();
    } catch (IOException e) {
      CompletableFuture<TrackerServer> failed = new CompletableFuture<>();
      TrackerParts.closeInBackground(kept.store())
          .whenComplete((closed, failure) -> failed.completeExceptionally(e));
      return failed;
    }
    Committer committer =
        new Committer(
            kept.store(), policy.quotas().files(), access.limits(), CommitterLimits.DEFAULT, loop);
    TrackerState state = state(kept, committer);
    AccessServices services =
        AccessServices.of(access, policy.quotas(), state, kept.access(), committer, audit, loop);
    PeerId peerId = security.identity().orElseThrow().peerId();
    Greeting greeting = Greeting.of(Role.ROLE_TRACKER, peerId, "shoal-tracker/" + version());
    Endpoint endpoint = new Endpoint(loop, settings.transportConfig, greeting, security);
    Endpoint dialling =
        DialBack.endpoint(loop, settings.transportConfig, policy.dialling(), greeting, security);
    state.verifyBy(
        DialBack.from(dialling, policy.dialling(), settings.transportConfig.limits(), loop));
    return endpoint
        .listen(wanted, () -> new TrackerHandler(state))
        .thenApplyAsync(
            bound -> {
              FigureTaker figures = new FigureTaker(state, endpoint, committer, services);
              Chores chores = new Chores(state, loop, tick(), new RefusalReport(figures));
              lookout.ready(NetUtil.toSocketAddressString(bound), figures);
              return new TrackerServer(
                  bound,
                  peerId,
                  new TrackerParts(
                      endpoint, dialling, committer, services, chores, lookout, http, loop,
                      ownGroup));
            },
            loop)
        .whenComplete(
            (tracker, failure) -> {
              if (failure != null) {
                endpoint.close();
                dialling.close();
                services.stop();
                TrackerParts.closeInBackground(committer, services);
              }
            });
  }

  private AuditLog audit() throws IOException {
    Path data = settings.dataDirectory;
    return data == null
        ? AuditLog.toLogger(System::currentTimeMillis, System::nanoTime)
        : AuditLog.in(data, System::currentTimeMillis, System::nanoTime);
  }

  private TrackerState state(Kept kept, Committer committer) {
    Warming warming =
        new Warming(settings.nowNanos, kept.restarted() ? policy.terms().lease().toNanos() : 0);
    return new TrackerState(
        policy,
        access.rules(),
        kept.catalogue(),
        kept.access(),
        committer,
        warming,
        settings.nowNanos,
        System::currentTimeMillis);
  }

  /** Often enough that nothing outlives its time by much. */
  private Duration tick() {
    TrackerPolicy.Terms terms = policy.terms();
    Duration shorter = terms.lease().compareTo(terms.resume()) < 0 ? terms.lease() : terms.resume();
    Duration tick = shorter.dividedBy(4).plusMillis(1);
    return tick.compareTo(MAX_TICK) < 0 ? tick : MAX_TICK;
  }

  private void logReady(TrackerServer tracker) {
    InetSocketAddress http = tracker.httpAddress();
    LogLine line =
        LogLine.of("ready")
            .with("address", NetUtil.toSocketAddressString(tracker.address()))
            .with("fingerprint", tracker.fingerprint())
            .with("http", http == null ? "off" : NetUtil.toSocketAddressString(http))
            .with("transport", TransportKind.of(group).name().toLowerCase(Locale.ROOT));
    settings.limitsShown.forEach(line::with);
    log.info("{}", line);
  }

  /** The version in the jar's manifest. */
  private static String version() {
    String version = TrackerServer.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }
}
