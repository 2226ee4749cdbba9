package dev.shoal.peer.service;

import dev.shoal.peer.PeerNode;
import dev.shoal.peer.TrackerStatus;
import io.netty.util.NetUtil;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What a running node consists of, and the order in which that begins and ends. All of it belongs
 * to the agent's thread, but for what is said to be thread-safe.
 */
final class NodeParts {
  final Shares shares;
  final Downloads downloads;
  final WatchedFolders watched;
  final StateKeeper keeper;
  final StatusLog log;
  final Mirrors mirrors;
  final NodeLife life;

  /** Its listeners may be changed from any thread. */
  final ChangeFeed feed;

  /** Thread-safe. */
  final PathPolicy paths;

  private final PeerNode node;
  private final RunningNodeConfig config;
  private final @Nullable FilesUrl filesUrl;
  private final long startedMillis;
  private TransferLimits limits = TransferLimits.NONE;

  /** Whether all that was remembered is taken up: only then it may be replaced. */
  private boolean begun;

  /** Blocks for a moment, to look where directories are. */
  NodeParts(Agent agent, PeerNode node, RunningNodeConfig config, StateKeeper.Writer writer) {
    this.node = node;
    this.config = config;
    this.startedMillis = agent.millis();
    this.filesUrl = node.fileServerAddress().map(FilesUrl::at).orElse(null);
    this.feed = new ChangeFeed(agent, this::info);
    this.log = new StatusLog(agent, feed::logged);
    this.keeper = new StateKeeper(agent, this::snapshot, writer, log);
    List<Path> writable = new ArrayList<>(config.allowed());
    writable.addAll(config.mirrored().values());
    this.paths = new PathPolicy(config.dataDirectory(), config.downloadDirectory(), writable);
    NodePort port = new PeerNodePort(node);
    Random random = new Random();
    this.shares = new Shares(agent, port, paths, random, log, feed::changed, keeper::changed);
    this.downloads =
        new Downloads(
            agent,
            port,
            paths,
            random,
            node.trackers(),
            shares,
            log,
            feed::changed,
            keeper::changed);
    this.watched = new WatchedFolders(agent, shares, log, keeper::changed);
    this.mirrors =
        new Mirrors(agent, port, paths, random, config.mirrored(), downloads, shares, log);
    this.life = new NodeLife(agent, node, log, this::loggedIn, shares::retry);
  }

  /**
   * Takes up what is remembered, and goes on with it. If that does not work, nothing of it is
   * replaced.
   *
   * @param loud sentences about what is remembered
   */
  void begin(SavedState state, List<String> loud, WatchPlan plan) {
    try {
      TransferLimits wanted = config.limits();
      limit(wanted == null ? state.limits() : wanted);
      loud.forEach(log::error);
      watched.restore(state);
      mirrors.restore(state);
      shares.restore(state);
      downloads.restore(state);
      watched.start(plan);
      mirrors.start();
      life.start();
      feed.start(downloads.all(), shares.underWay());
      log.info("The node runs, and listens at " + text(node) + ".");
      begun = true;
    } finally {
      if (!begun) {
        keeper.close();
      }
    }
  }

  private static String text(PeerNode node) {
    return NetUtil.toSocketAddressString(node.address());
  }

  /**
   * Ends everything but the watches, which are to be closed before, from another thread.
   *
   * @return what is to be remembered
   */
  Optional<SavedState> end() {
    mirrors.close();
    life.close();
    feed.close();
    downloads.close();
    shares.close();
    return begun ? Optional.of(snapshot()) : Optional.empty();
  }

  private void loggedIn() {
    shares.onLogin();
    downloads.onLogin();
    mirrors.onLogin();
  }

  private SavedState snapshot() {
    return new SavedState(
        shares.next(),
        downloads.next(),
        limits,
        shares.saved(),
        downloads.saved(),
        watched.notShared(),
        mirrors.notFetched(),
        shares.membersOnly().saved());
  }

  /** Has the node keep to limits from now on. */
  TransferLimits limit(TransferLimits value) {
    node.setUploadLimit(value.upload());
    node.setDownloadLimit(value.download());
    limits = value;
    return value;
  }

  /** A share as it is told. */
  ShareInfo info(Share share) {
    return share.info(node.trackers(), filesUrl);
  }

  /** How the node is now. */
  NodeStatus status() {
    TrackerStatus tracker = node.trackerStatus().orElse(null);
    TrackerStatus used = tracker != null && tracker.connected() ? tracker : null;
    return new NodeStatus(
        true,
        config.version(),
        node.peerId().toString(),
        text(node),
        startedMillis,
        node.trackers(),
        used == null ? null : used.tracker(),
        used != null && used.dialable(),
        node.account().user().orElse(null),
        life.traffic(),
        limits,
        Counts.ofShares(shares.all()),
        Counts.ofDownloads(downloads.all()),
        config.downloadDirectory().toString(),
        watched.status(),
        mirrors.status(),
        filesUrl == null ? null : filesUrl.text());
  }
}
