package dev.shoal.peer.service;

import dev.shoal.peer.PeerNode;
import dev.shoal.peer.TrackerStatus;
import dev.shoal.peer.Traffic;
import dev.shoal.protocol.PlainText;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Looks at the node once a second: how fast it is, who is logged in, whether a tracker knows it.
 * Belongs to the agent's thread.
 */
final class NodeLife {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final int TICKS_PER_RETRY = 60;

  private final Agent agent;
  private final PeerNode node;
  private final StatusLog log;
  private final Runnable onLogin;
  private final Runnable retry;
  private final TransferRate sent = new TransferRate();
  private final TransferRate fetched = new TransferRate();
  private final RateHistory rates = new RateHistory();
  private Optional<String> user;
  private boolean connected;
  private boolean ever;
  private int ticks;
  private boolean closed;

  /**
   * @param onLogin told when somebody logs in
   * @param retry told once a minute
   */
  NodeLife(Agent agent, PeerNode node, StatusLog log, Runnable onLogin, Runnable retry) {
    this.agent = agent;
    this.node = node;
    this.log = log;
    this.onLogin = onLogin;
    this.retry = retry;
    this.user = node.account().user();
  }

  /** Begins. */
  void start() {
    tick();
  }

  void close() {
    closed = true;
  }

  /** What has moved, and moves. */
  NodeStatus.TrafficInfo traffic() {
    Traffic traffic = node.traffic();
    return new NodeStatus.TrafficInfo(
        traffic.sentBytes(), traffic.fetchedBytes(), sent.perSecond(), fetched.perSecond());
  }

  /** How fast it was lately, the oldest first. */
  List<RateSample> rates() {
    return rates.samples(agent.nanoTime());
  }

  private void tick() {
    if (closed) {
      return;
    }
    agent.schedule(SECOND, this::tick); // whatever becomes of this one
    Traffic traffic = node.traffic();
    long now = agent.nanoTime();
    sent.look(traffic.sentBytes(), now);
    fetched.look(traffic.fetchedBytes(), now);
    rates.look(sent.perSecond(), fetched.perSecond(), now);
    lookAtUser();
    node.trackerStatus().ifPresent(this::lookAtTracker);
    if (++ticks % TICKS_PER_RETRY == 0) {
      retry.run();
    }
  }

  private void lookAtUser() {
    Optional<String> now = node.account().user();
    if (!now.equals(user)) {
      user = now;
      log.info(now.map(name -> "Logged in as " + name + ".").orElse("Logged out."));
      if (now.isPresent()) {
        onLogin.run();
      }
    }
  }

  private void lookAtTracker(TrackerStatus status) {
    String name = PlainText.of(status.tracker());
    if (status.connected() && !connected) {
      log.info("The tracker " + name + " knows this node.");
    } else if (connected && !status.connected()) {
      log.warning("The tracker " + name + " is lost; what is shared and fetched goes on.");
    } else if (!ever && ticks == 10 && !status.connected()) {
      log.warning("The tracker " + name + " does not answer yet.");
    }
    connected = status.connected();
    ever |= connected;
  }
}
