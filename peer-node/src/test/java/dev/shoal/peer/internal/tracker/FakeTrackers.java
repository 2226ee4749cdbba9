package dev.shoal.peer.internal.tracker;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.peer.internal.tracker.FakeConnection.Asked;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.wire.HeartbeatAck;
import dev.shoal.protocol.wire.Lease;
import dev.shoal.protocol.wire.OpenLease;
import dev.shoal.protocol.wire.Register;
import dev.shoal.protocol.wire.Registered;
import dev.shoal.transport.Connection;
import dev.shoal.transport.ConnectionHandler;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Some trackers that a client believes in, on a loop whose time a test lets pass. */
final class FakeTrackers {
  static final ByteString SECRET = ByteString.copyFromUtf8("0123456789abcdef");
  static final int LISTEN_PORT = 1234;

  private final MockTicker ticker = Ticker.newMockTicker();
  private final EmbeddedChannel channel = EmbeddedChannel.builder().ticker(ticker).build();
  private final BitSet down = new BitSet();
  private final List<Integer> dialled = new ArrayList<>();
  private final List<Deque<FakeConnection>> connections = new ArrayList<>();
  private final List<KnownTracker> known;

  FakeTrackers(int count) {
    known =
        IntStream.range(0, count)
            .mapToObj(i -> new KnownTracker("tracker" + i, handler -> dial(i, handler)))
            .toList();
    known.forEach(each -> connections.add(new ArrayDeque<>()));
  }

  /** A client of them all that has been started. */
  TrackerClient client() {
    return client(SessionLogin.none());
  }

  /** A client of them all that logs in like that. */
  TrackerClient client(SessionLogin login) {
    TrackerClient client = new TrackerClient(channel.eventLoop(), known, login, LISTEN_PORT, true);
    client.start();
    run();
    return client;
  }

  EventLoop loop() {
    return channel.eventLoop();
  }

  void run() {
    channel.runPendingTasks();
  }

  /** Lets time pass, in steps in which everything that is due happens. */
  void pass(Duration time) {
    for (long left = time.toMillis(); left > 0; left -= 100) {
      ticker.advance(Math.min(left, 100), TimeUnit.MILLISECONDS);
      run();
    }
  }

  void stops(int tracker) {
    down.set(tracker);
  }

  void starts(int tracker) {
    down.clear(tracker);
  }

  /** Which trackers were dialled since the last time. */
  List<Integer> dialled() {
    List<Integer> before = List.copyOf(dialled);
    dialled.clear();
    return before;
  }

  /** The connection that a tracker was dialled with last. */
  FakeConnection connection(int tracker) {
    FakeConnection last = connections.get(tracker).peekLast();
    if (last == null) {
      throw new AssertionError("nobody dialled tracker " + tracker);
    }
    return last;
  }

  /** What a tracker was asked for, which must be a lease. */
  OpenLease opens(int tracker, Lease.Builder lease) {
    return (OpenLease) answer(tracker, FrameKind.OPEN_LEASE, lease.build());
  }

  /** What a tracker was told, which must be registrations. */
  Register registers(int tracker) {
    return (Register) answer(tracker, FrameKind.REGISTER, Registered.getDefaultInstance());
  }

  /** Answers the next request, which must be of that kind. */
  MessageLite answer(int tracker, FrameKind kind, MessageLite answer) {
    Asked next = next(tracker, kind);
    next.answer().complete(answer);
    run();
    return next.header();
  }

  /** The next request, which must be of that kind. */
  Asked next(int tracker, FrameKind kind) {
    Asked next = connection(tracker).poll();
    if (next == null || next.kind() != kind) {
      throw new AssertionError("expected " + kind + ", but was asked " + next);
    }
    return next;
  }

  /** Lets time pass while a tracker answers heartbeats; gives all else that it was asked. */
  List<FrameKind> beats(int tracker, Duration time, HeartbeatAck ack) {
    List<FrameKind> others = new ArrayList<>();
    for (long seconds = 0; seconds < time.toSeconds(); seconds++) {
      pass(Duration.ofSeconds(1));
      for (Asked next = connection(tracker).poll();
          next != null;
          next = connection(tracker).poll()) {
        if (next.kind() == FrameKind.HEARTBEAT) {
          next.answer().complete(ack);
        } else {
          others.add(next.kind());
        }
      }
    }
    run();
    return others;
  }

  void cut(int tracker) {
    connection(tracker).lose();
    run();
  }

  static Lease.Builder lease() {
    return Lease.newBuilder()
        .setSession(77)
        .setSecret(SECRET)
        .setHeartbeatMillis(30_000)
        .setLeaseMillis(90_000)
        .setDialable(true);
  }

  private CompletableFuture<Connection> dial(int tracker, ConnectionHandler handler) {
    dialled.add(tracker);
    if (down.get(tracker)) {
      return CompletableFuture.failedFuture(new IOException("refused"));
    }
    FakeConnection connection = new FakeConnection(channel.eventLoop(), handler);
    connections.get(tracker).add(connection);
    return CompletableFuture.completedFuture(connection);
  }
}
