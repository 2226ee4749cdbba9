package dev.shoal.tracker;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.wire.Heartbeat;
import dev.shoal.protocol.wire.HeartbeatAck;
import dev.shoal.protocol.wire.Lease;
import dev.shoal.protocol.wire.Role;
import dev.shoal.transport.Connection;
import dev.shoal.transport.ConnectionHandler;
import dev.shoal.transport.Endpoint;
import dev.shoal.transport.Greeting;
import dev.shoal.transport.Identity;
import dev.shoal.transport.Request;
import dev.shoal.transport.Security;
import dev.shoal.transport.TransportConfig;
import dev.shoal.transport.TransportKind;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is found where he says he listens is handed out, and nobody else is. */
@ParameterizedClass
@MethodSource("kinds")
class DialBackIT {
  private static final FileId FILE =
      FileId.fromBytes(ByteBuffer.allocate(FileId.LENGTH).putInt(0, 1).array());
  private static final InetAddress HERE = host("127.0.0.1");
  private static final InetAddress THIRD_PARTY = host("127.0.0.9");

  private final TransportKind kind;
  private final List<Endpoint> endpoints = new ArrayList<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final TrackerServerBuilder settings;
  private EventLoopGroup loops;

  @SuppressWarnings("NullAway.Init") // every test starts one
  private TrackerServer tracker;

  DialBackIT(TransportKind kind) {
    this.kind = kind;
    settings = TrackerServer.builder().port(0).bindAddress(HERE).transportKind(kind);
  }

  static Stream<TransportKind> kinds() {
    return Boolean.getBoolean("shoal.test.fewWays")
        ? Stream.of(TransportKind.NIO)
        : Stream.of(TransportKind.EPOLL, TransportKind.KQUEUE, TransportKind.NIO)
            .filter(TransportKind::isAvailable);
  }

  @BeforeEach
  void start() {
    loops = kind.newGroup(1, "test-peers");
  }

  @AfterEach
  void stop() throws Exception {
    for (Endpoint endpoint : endpoints) {
      endpoint.close().get(20, SECONDS);
    }
    tracker.close();
    loops.shutdownGracefully(0, 5, SECONDS).get(20, SECONDS);
  }

  @Test
  void shouldHandOutAPeerThatIsFoundWhereItListens() {
    startTracker();
    Endpoint seeder = endpoint(1);
    int port = listen(seeder);

    TestPeer peer = connect(seeder);
    assertThat(peer.open(port, false).getDialable()).isTrue();
    peer.register(FILE);

    assertThat(connect(endpoint(2)).seeders(FILE))
        .containsExactly(new InetSocketAddress(HERE, port));
    assertThat(isDialable(peer)).isTrue();
  }

  @Test
  void shouldDialAPeerByTlsThatRefusesPlainConnections() {
    startTracker();
    Endpoint seeder = tlsOnly();
    TestPeer peer = TestPeer.connectByTls(seeder, tracker);
    assertThat(peer.open(listen(seeder), false).getDialable()).isTrue();

    TestPeer impostor = TestPeer.connectByTls(tlsOnly(), tracker);
    assertThat(impostor.open(listen(tlsOnly()), false).getDialable())
        .as("another key is there")
        .isFalse();
  }

  private Endpoint tlsOnly() {
    Identity identity = Identity.generate();
    Endpoint endpoint =
        new Endpoint(
            loops,
            TransportConfig.defaults(),
            Greeting.of(Role.ROLE_PEER, identity.peerId(), "test"),
            Security.of(identity).requireTls(true).build());
    endpoints.add(endpoint);
    return endpoint;
  }

  @Test
  void shouldNotHandOutAPeerWhenNobodyListensThere() throws IOException {
    startTracker();
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, HERE)) {
      port = free.getLocalPort();
    }
    assertNotHandedOut(port);
  }

  @Test
  void shouldNeitherDialNorHandOutAPeerWhosePortIsTooLow() {
    settings.lowestDialledPort(0xFFFF);
    startTracker();
    assertNotHandedOut(listen(endpoint(1)));
    assertThat(calls).hasValue(0);
  }

  @Test
  void shouldHandOutEverybodyWhenPeersAreNotVerified() {
    settings.verifyPeers(false);
    startTracker();
    TestPeer peer = connect(endpoint(1));
    assertThat(peer.open(4711, false).getDialable()).isTrue();
    peer.register(FILE);
    assertThat(connect(endpoint(2)).seeders(FILE))
        .containsExactly(new InetSocketAddress(HERE, 4711));
  }

  @Test
  void shouldNotHandOutAPeerWhenAnotherListensThere() {
    startTracker();
    assertNotHandedOut(listen(endpoint(9)));
    awaitCalls(1);
  }

  @Test
  void shouldNotHandOutTheTrackerItself() {
    startTracker();
    assertNotHandedOut(tracker.address().getPort());
  }

  @Test
  void shouldNotHandOutAPeerWhenNoGreetingComes() throws IOException {
    settings.dialTimeout(Duration.ofMillis(200));
    startTracker();
    try (ServerSocket silent = new ServerSocket(0, 10, HERE)) {
      assertNotHandedOut(silent.getLocalPort());
    }
  }

  @Test
  void shouldNeitherDialNorHandOutAThirdParty() throws IOException {
    startTracker();
    try (ServerSocketChannel victim = ServerSocketChannel.open()) {
      victim.bind(new InetSocketAddress(THIRD_PARTY, 0));
      victim.configureBlocking(false);
      assertNotHandedOut(((InetSocketAddress) victim.getLocalAddress()).getPort());
      assertThat(victim.accept()).isNull();
    }
  }

  @Test
  void shouldDialTheAddressThatTheConnectionComesFrom() {
    startTracker();
    Endpoint seeder = endpoint(1);
    int port = listen(seeder, host("127.0.0.5"));
    TestPeer peer =
        TestPeer.connectFrom(seeder, host("127.0.0.5"), HERE, tracker.address().getPort());
    assertThat(peer.open(port, false).getDialable()).isTrue();
    assertThat(connect(seeder).open(port, false).getDialable()).isFalse();
  }

  @Test
  void shouldLetAPeerDownloadThatCannotBeDialled() {
    startTracker();
    Endpoint seeder = endpoint(1);
    int port = listen(seeder);
    TestPeer sharing = connect(seeder);
    sharing.open(port, false);
    sharing.register(FILE);

    TestPeer leecher = connect(endpoint(2));
    assertThat(leecher.open(0, false).getDialable()).isFalse();
    assertThat(leecher.seeders(FILE)).containsExactly(new InetSocketAddress(HERE, port));
  }

  @Test
  void shouldTellWithAHeartbeatWhatTheLeaseDidNotWaitFor() {
    settings.dialPatience(Duration.ofMillis(1)).dialsPerSecond(1);
    startTracker();
    Endpoint first = endpoint(1);
    connect(first).open(listen(first), false); // uses up what may be dialled in this second
    Endpoint second = endpoint(2);
    int port = listen(second);
    TestPeer peer = connect(second);
    assertThat(peer.open(port, false).getDialable()).isFalse();
    peer.register(FILE);

    awaitDialable(peer);
    assertThat(connect(endpoint(3)).seeders(FILE))
        .containsExactly(new InetSocketAddress(HERE, port));
  }

  @Test
  void shouldDialOnceASessionWhenItIsResumedAtTheSamePlace() {
    startTracker();
    Endpoint seeder = endpoint(1);
    int port = listen(seeder);
    TestPeer peer = connect(seeder);
    Lease lease = peer.open(port, true);
    long digest = peer.register(FILE);
    peer.drop();

    TestPeer back = connect(seeder);
    Lease resumed = back.resume(lease, digest, port);
    assertThat(resumed.getResumed()).isTrue();
    assertThat(resumed.getDialable()).isTrue();
    assertThat(isDialable(back)).isTrue();
    awaitCalls(1);
  }

  @Test
  void shouldDialAgainWhenASessionIsResumedElsewhere() {
    startTracker();
    Endpoint seeder = endpoint(1);
    TestPeer peer = connect(seeder);
    Lease lease = peer.open(listen(seeder), true);
    long digest = peer.register(FILE);

    int other = listen(seeder);
    Lease resumed = connect(seeder).resume(lease, digest, other);
    assertThat(resumed.getDialable()).isTrue();
    awaitCalls(2);
    assertThat(connect(endpoint(2)).seeders(FILE))
        .containsExactly(new InetSocketAddress(HERE, other));
  }

  @Test
  void shouldGoOnWhenAPeerLeavesWhileItIsDialled() throws IOException {
    settings.dialTimeout(Duration.ofSeconds(1));
    startTracker();
    try (ServerSocket silent = new ServerSocket(0, 50, HERE)) {
      for (int i = 0; i < 20; i++) {
        TestPeer peer = connect(endpoint(10 + i));
        peer.beginOpen(silent.getLocalPort());
        peer.drop();
      }
      Endpoint seeder = endpoint(1);
      TestPeer peer = connect(seeder);
      peer.open(listen(seeder), false);
      awaitDialable(peer);
    }
  }

  private void assertNotHandedOut(int port) {
    TestPeer peer = connect(endpoint(1));
    assertThat(peer.open(port, false).getDialable()).isFalse();
    peer.register(FILE);
    assertThat(isDialable(peer)).isFalse();

    TestPeer asker = connect(endpoint(2));
    assertThat(asker.query(FILE).getSeederCount()).isEqualTo(1);
    assertThat(asker.seeders(FILE)).isEmpty();
  }

  private static boolean isDialable(TestPeer peer) {
    return ((HeartbeatAck) peer.ask(FrameKind.HEARTBEAT, Heartbeat.getDefaultInstance()))
        .getDialable();
  }

  /** The tracker may know the peer before the peer has noticed the call. */
  private void awaitCalls(int count) {
    long deadline = System.nanoTime() + SECONDS.toNanos(20);
    while (calls.get() < count && System.nanoTime() - deadline < 0) {
      Thread.onSpinWait();
    }
    assertThat(calls).hasValue(count);
  }

  /** Asks again and again, a round trip each. */
  private static void awaitDialable(TestPeer peer) {
    long deadline = System.nanoTime() + SECONDS.toNanos(20);
    while (!isDialable(peer)) {
      assertThat(System.nanoTime() - deadline).as("still not dialable").isNegative();
    }
  }

  private void startTracker() {
    tracker = settings.start().join();
  }

  private TestPeer connect(Endpoint endpoint) {
    return TestPeer.connect(endpoint, HERE, tracker.address().getPort());
  }

  /** A peer's, whose id is that number. */
  private Endpoint endpoint(int peer) {
    byte[] id = new byte[PeerId.LENGTH];
    Arrays.fill(id, (byte) peer);
    Endpoint endpoint =
        new Endpoint(
            loops,
            TransportConfig.defaults(),
            Greeting.of(Role.ROLE_PEER, PeerId.fromBytes(id), "test"));
    endpoints.add(endpoint);
    return endpoint;
  }

  private int listen(Endpoint endpoint) {
    return listen(endpoint, HERE);
  }

  private int listen(Endpoint endpoint, InetAddress at) {
    return endpoint
        .listen(new InetSocketAddress(at, 0), () -> new CountingHandler(calls))
        .join()
        .getPort();
  }

  private static InetAddress host(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** Counts who calls. */
  private record CountingHandler(AtomicInteger calls) implements ConnectionHandler {
    @Override
    public void onReady(Connection connection) {
      calls.incrementAndGet();
    }

    @Override
    public void onRequest(Connection connection, Request request) {
      throw new AssertionError("the tracker asks nothing of a peer");
    }
  }
}
