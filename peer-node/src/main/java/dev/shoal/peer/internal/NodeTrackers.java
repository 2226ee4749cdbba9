package dev.shoal.peer.internal;

import dev.shoal.peer.Account;
import dev.shoal.peer.Administration;
import dev.shoal.peer.TlsMode;
import dev.shoal.peer.internal.account.NoAccount;
import dev.shoal.peer.internal.account.NoAdministration;
import dev.shoal.peer.internal.account.NodeLogin;
import dev.shoal.peer.internal.account.TrackerAccount;
import dev.shoal.peer.internal.account.TrackerAdministration;
import dev.shoal.peer.internal.tracker.KnownTracker;
import dev.shoal.peer.internal.tracker.TrackerClient;
import dev.shoal.peer.internal.trust.TrackerAddress;
import dev.shoal.peer.internal.trust.TrackerTrust;
import dev.shoal.transport.Connection;
import dev.shoal.transport.ConnectionHandler;
import dev.shoal.transport.Endpoint;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What a node has of its trackers. Immutable.
 *
 * @param client null if it has none
 */
record NodeTrackers(
    @Nullable TrackerClient client, Account account, Administration administration) {
  static NodeTrackers of(NodeConfig config, NodeThreads threads, Endpoint endpoint, int port) {
    if (config.trackers.isEmpty()) {
      return new NodeTrackers(null, new NoAccount(), new NoAdministration());
    }
    Executor workers = threads.workers();
    Dialling dialling =
        new Dialling(
            config,
            endpoint,
            workers,
            new TrackerTrust(
                config.dataDirectory,
                config.trackerFingerprint,
                config.authorities != null,
                workers));
    NodeLogin login = new NodeLogin(config.dataDirectory, workers);
    TrackerClient client =
        new TrackerClient(
            threads.loops().next(),
            config.trackers.stream().map(dialling::known).toList(),
            login,
            port,
            config.bind == null || config.bind.isAnyLocalAddress());
    List<String> names = config.trackers.stream().map(TrackerAddress::toString).toList();
    return new NodeTrackers(
        client, new TrackerAccount(client, login, names), new TrackerAdministration(client));
  }

  /** How trackers are reached: by TLS and no other way, unless that is off for all. */
  private record Dialling(
      NodeConfig config, Endpoint endpoint, Executor workers, TrackerTrust trust) {
    KnownTracker known(TrackerAddress tracker) {
      return new KnownTracker(
          tracker.toString(),
          config.tls == TlsMode.OFF
              ? handler -> plain(tracker, handler)
              : handler -> encrypted(tracker, handler));
    }

    /** The host's name is looked up on a worker, since that may take its time. */
    private CompletableFuture<Connection> plain(TrackerAddress tracker, ConnectionHandler handler) {
      return CompletableFuture.supplyAsync(tracker::resolve, workers)
          .thenCompose(resolved -> endpoint.dial(resolved, config.bind, handler));
    }

    private CompletableFuture<Connection> encrypted(
        TrackerAddress tracker, ConnectionHandler handler) {
      return CompletableFuture.supplyAsync(tracker::resolve, workers)
          .thenCompose(
              resolved ->
                  trust.connect(
                      tracker,
                      verifier -> endpoint.dial(resolved, config.bind, verifier, handler)));
    }
  }
}
