package dev.shoal.tracker.internal.fuzz;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.ProtocolVersion;
import dev.shoal.protocol.wire.Hello;
import dev.shoal.protocol.wire.Lease;
import dev.shoal.protocol.wire.OpenLease;
import dev.shoal.protocol.wire.Role;
import dev.shoal.tracker.internal.FuzzedStore;
import dev.shoal.tracker.internal.FuzzedTracker;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Plays an input as what three peers do to a tracker, and checks that the tracker is none the worse
 * for it: nothing thrown, every request answered, nothing left once they are gone.
 *
 * <p>The first byte says who begins with a lease, and what kind of tracker it is. After it come the
 * steps, one byte for which and some for how; see {@link Step}.
 */
final class TrackerScript implements AutoCloseable {
  /** What can happen. */
  enum Step {
    /** A frame of any kind, made by {@link MessageMaker}. */
    FRAME,
    /** A frame of any kind with arbitrary bytes for a header. */
    RAW_HEADER,
    /** Arbitrary bytes. */
    RAW,
    /** A new lease. */
    LEASE,
    /** A lease that somebody was given is resumed. */
    RESUME,
    CONNECT,
    HANG_UP,
    /** The peer stops reading, or reads on. */
    STALL,
    /** The size of the pieces in which bytes arrive. */
    CUT,
    /** Time passes. */
    WAIT,
    /** Publications come back from the disk. */
    SETTLE,
    /** The tracker gets to its chores. */
    CHORES,
    /** A peer that is being dialled back is found or not. */
    DIALLED
  }

  /** By the numbers that they have in scripts. */
  static final List<Step> STEPS = List.of(Step.values());

  /** As above. */
  static final List<FrameKind> KINDS = List.of(FrameKind.values());

  private static final int PEERS = 3;
  static final int VERIFYING = 0x08;
  static final int LIMITED = 0x10;
  static final int RESTARTED = 0x80;
  private static final int PORT = 7070;
  private static final int FRAMES = 16;
  private static final int SMALL = 4096;
  private static final int PATIENCE = 200;
  private static final long[] WAITS_MILLIS = {
    1, 60, 1_000, 10_000, 29_000, 31_000, 59_000, 61_000, 91_000, 3_601_000
  };

  private final Stores stores;
  private final FuzzedStore store;
  private final Input input;
  private final Knowledge knowledge = new Knowledge();
  private final MessageMaker messages;
  private final Complaints complaints = new Complaints();
  private final FakeCheck check = new FakeCheck();
  private final Peer[] peers = new Peer[PEERS];
  private final Wiring wiring;
  private final FuzzedTracker tracker;

  private TrackerScript(byte[] bytes, Stores stores) {
    this.stores = stores;
    store = stores.take();
    input = new Input(bytes);
    messages = new MessageMaker(input, knowledge);
    int begin = input.next();
    wiring = new Wiring(PEERS, (begin & LIMITED) != 0);
    tracker =
        new FuzzedTracker(
            wiring.loop(),
            wiring.ticker(),
            store,
            (begin & RESTARTED) != 0,
            (begin & VERIFYING) != 0,
            check);
    for (int i = 0; i < PEERS; i++) {
      peers[i] = connect(i);
      if ((begin >> i & 1) != 0) {
        greet(i);
        lease(i, OpenLease.newBuilder().setListenPort(PORT + i));
      }
    }
  }

  /**
   * Plays an input; whatever is thrown is wrong with the tracker.
   *
   * @return the kinds of what the tracker sent
   */
  static Set<FrameKind> play(byte[] bytes) throws ProtocolException {
    try (Stores stores = new Stores()) {
      return play(bytes, stores);
    }
  }

  /** As above, with a store of those. */
  static Set<FrameKind> play(byte[] bytes, Stores stores) throws ProtocolException {
    try (TrackerScript script = new TrackerScript(bytes, stores)) {
      while (!script.input.isAtEnd()) {
        script.step();
      }
      script.end();
      return script.knowledge.kinds();
    }
  }

  private void step() {
    Step step = STEPS.get(input.below(STEPS.size()));
    int index = input.below(PEERS);
    Peer peer = peers[index];
    switch (step) {
      case FRAME -> frame(peer);
      case RAW_HEADER -> {
        FrameKind kind = kind();
        peer.send(kind, input.below(4) / 2, peer.id(input.next()), input.take(input.next()));
      }
      case RAW -> peer.send(input.take(input.next()));
      case LEASE -> lease(index, OpenLease.newBuilder().setListenPort(PORT + input.below(4) - 1));
      case RESUME -> resume(index);
      case CONNECT -> {
        peer.hangUp();
        peers[index] = connect(input.next());
        greet(index);
      }
      case HANG_UP -> peer.hangUp();
      case STALL -> peer.stall(input.below(2) == 0);
      case CUT -> peer.cut(input.next());
      case WAIT -> wiring.pass(WAITS_MILLIS[input.below(WAITS_MILLIS.length)]);
      case SETTLE -> settle();
      case CHORES -> wiring.runLoop();
      case DIALLED -> {
        int how = input.next();
        check.end((how & 1) != 0, (how & 2) != 0);
      }
    }
    runAll();
  }

  /** One frame, or the same a few times if it is small. */
  private void frame(Peer peer) {
    FrameKind kind = kind();
    int shape = input.next();
    byte[] header = messages.header(kind);
    for (int i = shape >= 0xF0 && header.length < SMALL ? FRAMES : 1; i > 0; i--) {
      boolean notice = kind.place() == FrameKind.Place.NOTICE;
      peer.send(kind, 0, notice ? 0 : peer.id(shape >= 0xF0 ? 0 : input.next()), header);
    }
  }

  private FrameKind kind() {
    return KINDS.get(input.below(KINDS.size()));
  }

  private Peer connect(int host) {
    return wiring.connect(host, tracker::handler, knowledge);
  }

  private void greet(int index) {
    byte[] id = new byte[PeerId.LENGTH];
    Arrays.fill(id, (byte) (index + 1));
    Hello hello =
        Hello.newBuilder()
            .setMagic(ProtocolVersion.MAGIC)
            .setMinVersion(ProtocolVersion.MIN)
            .setMaxVersion(ProtocolVersion.MAX)
            .setRole(Role.ROLE_PEER)
            .setPeerId(ByteString.copyFrom(id))
            .setInstance(index + 2)
            .build();
    peers[index].send(FrameKind.HELLO, 0, 0, hello.toByteArray());
  }

  private void lease(int index, OpenLease.Builder lease) {
    Peer peer = peers[index];
    peer.send(FrameKind.OPEN_LEASE, 0, peer.id(0), lease.build().toByteArray());
  }

  private void resume(int index) {
    int choice = input.next();
    Lease known = knowledge.lease(choice >> 2);
    lease(
        index,
        OpenLease.newBuilder()
            .setListenPort(PORT + (choice & 1))
            .setSession(known.getSession())
            .setSecret(known.getSecret())
            .setDigest((choice & 2) == 0 ? knowledge.digest() : 0));
  }

  private void runAll() {
    for (Peer peer : peers) {
      peer.run();
    }
  }

  /** Lets the tracker finish, then leaves it alone. */
  private void end() throws ProtocolException {
    for (Peer peer : peers) {
      peer.cut(0);
      peer.stall(false);
    }
    finish();
    for (int i = 0; i < PATIENCE && Arrays.stream(peers).anyMatch(Peer::isHeldUp); i++) {
      wiring.pass(TimeUnit.SECONDS.toMillis(1));
      finish();
    }
    finish(); // what was read last
    for (Peer peer : peers) {
      peer.requireAnswers();
    }
    requireNone("contradictions", tracker.contradictions(MessageMaker.files()));
    for (Peer peer : peers) {
      peer.hangUp();
    }
    for (long millis : List.of(61_000L, 91_000L, 3_601_000L)) {
      wiring.pass(millis);
      settle();
      wiring.pass(TimeUnit.SECONDS.toMillis(1));
    }
    runAll();
    requireNone("left behind", tracker.leftovers(Wiring.HOSTS));
    wiring.requireNothingLeft();
    requireNone("logged", complaints.heard());
  }

  /** Waits for another thread, which takes long, only where that may have something to do. */
  private void settle() {
    if (knowledge.isPublished()) {
      store.settle();
    }
  }

  /** Twice, since what comes back from the disk leads to more. */
  private void finish() {
    for (int i = 0; i < 2; i++) {
      settle();
      wiring.runLoop();
      check.endAll();
      runAll();
    }
  }

  private static void requireNone(String what, List<String> found) {
    if (!found.isEmpty()) {
      throw new AssertionError(what + ": " + found);
    }
  }

  @Override
  public void close() {
    complaints.close();
    tracker.close();
    wiring.close();
    if (knowledge.isPublished()) {
      store.close();
    } else {
      stores.giveBack(store);
    }
  }
}
