package dev.shoal.tracker;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.wire.CatalogueEntry;
import dev.shoal.protocol.wire.Goodbye;
import dev.shoal.protocol.wire.Heartbeat;
import dev.shoal.protocol.wire.Lease;
import dev.shoal.protocol.wire.ManifestRequest;
import dev.shoal.protocol.wire.OpenLease;
import dev.shoal.protocol.wire.Publish;
import dev.shoal.protocol.wire.Published;
import dev.shoal.protocol.wire.PublishedFile;
import dev.shoal.protocol.wire.Query;
import dev.shoal.protocol.wire.Register;
import dev.shoal.protocol.wire.Role;
import dev.shoal.protocol.wire.Search;
import dev.shoal.protocol.wire.SearchResults;
import dev.shoal.protocol.wire.SwarmUpdate;
import dev.shoal.protocol.wire.Unregister;
import dev.shoal.transport.Endpoint;
import dev.shoal.transport.Greeting;
import dev.shoal.transport.TransportConfig;
import dev.shoal.transport.TransportKind;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A tracker and its peers over real sockets, on every kind of transport. */
@ParameterizedClass
@MethodSource("kinds")
class TrackerServerIT {
  private static final FileId FILE = fileId(1);
  private static final int PORT = 7071;

  private final TransportKind kind;
  private final AtomicLong now = new AtomicLong();
  private EventLoopGroup loops;
  private Endpoint endpoint;
  private TrackerServer tracker;

  TrackerServerIT(TransportKind kind) {
    this.kind = kind;
  }

  static Stream<TransportKind> kinds() {
    return Boolean.getBoolean("shoal.test.fewWays")
        ? Stream.of(TransportKind.NIO)
        : Stream.of(TransportKind.EPOLL, TransportKind.KQUEUE, TransportKind.NIO)
            .filter(TransportKind::isAvailable);
  }

  @BeforeEach
  void start() {
    tracker =
        TrackerServer.builder()
            .port(0)
            .transportKind(kind)
            .clock(now::get)
            .verifyPeers(false)
            .start()
            .join();
    loops = kind.newGroup(1, "test-peers");
    endpoint =
        new Endpoint(
            loops,
            TransportConfig.defaults(),
            Greeting.of(Role.ROLE_PEER, PeerId.fromBytes(new byte[32]), "test"));
  }

  @AfterEach
  void stop() throws Exception {
    endpoint.close().get(20, SECONDS);
    tracker.close();
    loops.shutdownGracefully(0, 5, SECONDS).get(20, SECONDS);
  }

  @Test
  void shouldGiveSourceToOthersButNotToItselfWhenItRegisters() {
    TestPeer peer = peer();
    peer.open(PORT, true);
    peer.register(FILE);

    assertThat(peer().seeders(FILE)).containsExactly(at("127.0.0.1"));
    assertThat(peer.seeders(FILE)).isEmpty();
    assertThat(peer.query(FILE).getSeederCount()).isZero();
    assertThat(peer().query(fileId(2)).getSeederCount()).isZero();
  }

  @Test
  void shouldForgetSourceWhenItUnregisters() {
    TestPeer peer = peer();
    peer.open(PORT, true);
    long both = peer.register(FILE, fileId(2));
    long one = peer.unregister(fileId(2));

    assertThat(one).isNotEqualTo(both);
    assertThat(peer.heartbeat(one)).isTrue();
    assertThat(peer.heartbeat(both)).isFalse();
    assertThat(peer().seeders(fileId(2))).isEmpty();
    assertThat(peer().seeders(FILE)).hasSize(1);
  }

  @Test
  void shouldForgetSourceAndCloseWhenPeerSaysGoodbye() {
    TestPeer peer = peer();
    peer.open(PORT, true);
    peer.register(FILE);

    peer.sayGoodbye();
    peer.awaitClosed();

    assertThat(peer().query(FILE).getSeederCount()).isZero();
  }

  @Test
  void shouldHideSourceWhenConnectionIsLostAndShowItWhenSessionIsResumed() {
    TestPeer lost = peer();
    Lease lease = lost.open(PORT, true);
    long digest = lost.register(FILE);
    TestPeer asker = peer();

    lost.drop();
    asker.awaitSeederCount(FILE, 0);
    now.addAndGet(Duration.ofSeconds(59).toNanos());
    Lease resumed = peer().resume(lease, digest, PORT + 1);

    assertThat(resumed.getResumed()).isTrue();
    assertThat(resumed.getSession()).isEqualTo(lease.getSession());
    assertThat(asker.seeders(FILE))
        .containsExactly(new InetSocketAddress(host("127.0.0.1"), PORT + 1));
  }

  @Test
  void shouldOpenNewSessionWhenLostOneIsResumedTooLate() {
    TestPeer lost = peer();
    Lease lease = lost.open(PORT, true);
    long digest = lost.register(FILE);
    lost.drop();
    TestPeer asker = peer();
    asker.awaitSeederCount(FILE, 0);

    now.addAndGet(Duration.ofSeconds(60).toNanos());
    Lease next = asker.resume(lease, digest, PORT);

    assertThat(next.getResumed()).isFalse();
    assertThat(next.getSession()).isNotEqualTo(lease.getSession());
  }

  @Test
  void shouldDropRegistrationsWhenSessionIsResumedOutOfStep() {
    TestPeer lost = peer();
    Lease lease = lost.open(PORT, true);
    long digest = lost.register(FILE);
    lost.drop();
    TestPeer back = peer();
    back.awaitSeederCount(FILE, 0);

    assertThat(back.resume(lease, digest + 1, PORT).getResumed()).isFalse();

    assertThat(back.heartbeat(0)).isTrue();
    assertThat(peer().query(FILE).getSeederCount()).isZero();
  }

  @Test
  void shouldCloseFormerConnectionWhenSessionIsTakenOver() {
    TestPeer former = peer();
    Lease lease = former.open(PORT, true);
    long digest = former.register(FILE);

    assertThat(peer().resume(lease, digest, PORT).getResumed()).isTrue();

    former.awaitClosed();
    assertThat(peer().query(FILE).getSeederCount()).isEqualTo(1);
  }

  @Test
  void shouldEndLeaseWhenNoHeartbeatComes() {
    TestPeer silent = peer();
    silent.open(PORT, true);
    silent.register(FILE);
    TestPeer alive = peer();
    alive.open(PORT + 1, true);
    long digest = alive.register(FILE);

    now.addAndGet(Duration.ofSeconds(89).toNanos());
    assertThat(alive.heartbeat(digest)).isTrue();
    assertThat(alive.query(FILE).getSeederCount()).isEqualTo(1);
    now.addAndGet(Duration.ofSeconds(1).toNanos());

    alive.awaitSeederCount(FILE, 0);
    assertThat(silent.refusal(FrameKind.HEARTBEAT, Heartbeat.getDefaultInstance()))
        .isEqualTo(ErrorCode.NO_LEASE);
    silent.open(PORT, true);
    silent.register(FILE);
    assertThat(alive.query(FILE).getSeederCount()).isEqualTo(1);
  }

  @Test
  void shouldGiveAddressThatConnectionComesFromWhenPeerListensThere() {
    InetAddress other = host("127.0.0.2");
    TestPeer peer = TestPeer.connectFrom(endpoint, other, host("127.0.0.1"), port());
    peer.open(PORT, false);
    peer.register(FILE);

    assertThat(peer().seeders(FILE)).containsExactly(at("127.0.0.2"));
  }

  @Test
  void shouldGiveAddressThatAskerReachedWhenSourceListensEverywhere() {
    assumeThat(hasIpv6Loopback()).isTrue();
    TestPeer peer = peer();
    peer.open(PORT, true);
    peer.register(FILE);
    TestPeer asker = TestPeer.connect(endpoint, host("::1"), port());

    assertThat(asker.seeders(FILE)).containsExactly(at("::1"));
    assertThat(peer().seeders(FILE)).containsExactly(at("127.0.0.1"));
  }

  @Test
  void shouldGiveIpv6AddressWhenSourceCameByIt() {
    assumeThat(hasIpv6Loopback()).isTrue();
    TestPeer peer = TestPeer.connect(endpoint, host("::1"), port());
    peer.open(PORT, false);
    peer.register(FILE);

    assertThat(peer().seeders(FILE)).containsExactly(at("::1"));
  }

  @Test
  void shouldCountButNotGiveSourceWhenItDoesNotListen() {
    TestPeer peer = peer();
    peer.open(0, false);
    peer.register(FILE);

    assertThat(peer().query(FILE).getSeederCount()).isEqualTo(1);
    assertThat(peer().seeders(FILE)).isEmpty();
  }

  @Test
  void shouldTellSubscriberOfSourcesThatComeAndLeaveUntilItHasEnough() {
    TestPeer subscriber = peer();
    assertThat(subscriber.subscribe(FILE, 2).getSubscribed()).isTrue();

    TestPeer first = peer();
    first.open(PORT, true);
    first.register(FILE);
    SwarmUpdate came = subscriber.update();
    assertThat(came.getFileId().toByteArray()).isEqualTo(FILE.toBytes());
    assertThat(TestPeer.addresses(came.getSeedersV4(), came.getSeedersV6()))
        .containsExactly(at("127.0.0.1"));
    assertThat(came.getSeederCount()).isEqualTo(1);
    assertThat(came.getLast()).isFalse();

    first.drop();
    SwarmUpdate left = subscriber.update();
    assertThat(TestPeer.addresses(left.getLeftV4(), left.getLeftV6()))
        .containsExactly(at("127.0.0.1"));
    assertThat(left.getSeederCount()).isZero();

    TestPeer second = peer();
    second.open(PORT + 1, true);
    second.register(FILE);
    assertThat(subscriber.update().getLast()).isTrue();
  }

  @Test
  void shouldEndSubscriptionWhenItIsAnHourOld() {
    TestPeer subscriber = peer();
    assertThat(subscriber.subscribe(FILE, 2).getSubscribed()).isTrue();
    now.addAndGet(Duration.ofHours(1).toNanos());
    assertThat(subscriber.update().getLast()).isTrue();
  }

  @Test
  void shouldTellNothingMoreWhenSubscriberUnsubscribes() {
    TestPeer subscriber = peer();
    subscriber.subscribe(FILE, 5);
    subscriber.subscribe(fileId(2), 5);
    subscriber.unsubscribe(FILE);
    subscriber.query(FILE); // its answer comes after the notice was heard

    TestPeer seeder = peer();
    seeder.open(PORT, true);
    seeder.register(FILE);
    seeder.register(fileId(2));

    assertThat(subscriber.update().getFileId().toByteArray()).isEqualTo(fileId(2).toBytes());
    assertThat(subscriber.hasUpdate()).isFalse();
  }

  @Test
  void shouldTellOfNobodyTwiceWhenAnswerHadHimAlready() {
    TestPeer seeder = peer();
    seeder.open(PORT, true);
    seeder.register(FILE);
    TestPeer subscriber = peer();
    assertThat(subscriber.subscribe(FILE, 1).getSubscribed()).isFalse();
    assertThat(subscriber.subscribe(FILE, 2).getSubscribed()).isTrue();

    TestPeer other = peer();
    other.open(PORT + 1, true);
    other.register(FILE);

    SwarmUpdate update = subscriber.update();
    assertThat(TestPeer.addresses(update.getSeedersV4(), update.getSeedersV6()))
        .containsExactly(new InetSocketAddress(host("127.0.0.1"), PORT + 1));
    assertThat(update.getLast()).isTrue();
  }

  @Test
  void shouldGiveNobodyWhoIsGoneWhenHundredsOfSessionsAreLostAtOnce() {
    List<TestPeer> crowd = new ArrayList<>();
    FileId[] files = IntStream.range(0, 500).mapToObj(i -> fileId(i)).toArray(FileId[]::new);
    for (int i = 0; i < 200; i++) {
      TestPeer peer = peer();
      peer.open(PORT + i, true);
      peer.register(files);
      crowd.add(peer);
    }
    TestPeer stays = peer();
    stays.open(PORT + 200, true);
    stays.register(files);
    TestPeer asker = peer();
    assertThat(asker.query(fileId(499)).getSeederCount()).isEqualTo(201);

    crowd.forEach(TestPeer::beginDrop);
    crowd.forEach(TestPeer::awaitClosed);

    asker.awaitSeederCount(fileId(0), 1);
    for (FileId file : files) {
      asker.awaitSeederCount(file, 1);
      assertThat(asker.seeders(file))
          .containsExactly(new InetSocketAddress(host("127.0.0.1"), PORT + 200));
    }
  }

  @Test
  void shouldFindFileByNameWithoutLeaseWhenItIsPublished() {
    TestPeer peer = peer();
    peer.open(PORT, true);
    peer.register(FILE);
    Publish request =
        Publish.newBuilder()
            .addFiles(
                PublishedFile.newBuilder()
                    .setFileId(ByteString.copyFrom(FILE.toBytes()))
                    .setLength(5)
                    .setName("Annual Report.pdf"))
            .addFiles(PublishedFile.newBuilder().setName("no id"))
            .build();
    Published published = (Published) peer.ask(FrameKind.PUBLISH, request);
    SearchResults results =
        (SearchResults)
            peer().ask(FrameKind.SEARCH, Search.newBuilder().setText("rep ann").build());

    assertThat(published.getRejectionsList())
        .singleElement()
        .matches(rejection -> rejection.getIndex() == 1);
    assertThat(results.getEntriesList())
        .singleElement()
        .returns("Annual Report.pdf", CatalogueEntry::getName)
        .returns(1, CatalogueEntry::getSeederCount);
    assertThat(peer().details(FILE).getEntry().getLength()).isEqualTo(5);
  }

  @Test
  void shouldRefuseWhenRequestNeedsLease() {
    TestPeer peer = peer();

    assertThat(peer.refusal(FrameKind.HEARTBEAT, Heartbeat.getDefaultInstance()))
        .isEqualTo(ErrorCode.NO_LEASE);
    assertThat(peer.refusal(FrameKind.REGISTER, Register.getDefaultInstance()))
        .isEqualTo(ErrorCode.NO_LEASE);
    assertThat(peer.refusal(FrameKind.UNREGISTER, Unregister.getDefaultInstance()))
        .isEqualTo(ErrorCode.NO_LEASE);
    assertThat(peer.refusal(FrameKind.PUBLISH, Publish.getDefaultInstance()))
        .isEqualTo(ErrorCode.NO_LEASE);
    assertThat(peer.refusal(FrameKind.GOODBYE, Goodbye.getDefaultInstance()))
        .isEqualTo(ErrorCode.NO_LEASE);
  }

  @Test
  void shouldRefuseAndGoOnWhenRequestIsBad() {
    TestPeer peer = peer();
    peer.open(PORT, true);

    assertThat(peer.refusal(FrameKind.OPEN_LEASE, OpenLease.getDefaultInstance()))
        .isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(peer.refusal(FrameKind.QUERY, Query.getDefaultInstance()))
        .isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(peer.refusal(FrameKind.MANIFEST_REQUEST, ManifestRequest.getDefaultInstance()))
        .isEqualTo(ErrorCode.UNKNOWN_KIND);
    assertThat(peer.heartbeat(0)).isTrue();
  }

  @Test
  void shouldLeaveNoThreadAndFreePortWhenClosed() throws Exception {
    int port = port();
    TestPeer peer = peer();
    tracker.close();
    peer.awaitClosed();

    for (Thread each : Thread.getAllStackTraces().keySet()) {
      if (each.getName().startsWith("shoal-tracker")) {
        each.join(20_000);
        assertThat(each.isAlive()).isFalse();
      }
    }
    tracker =
        TrackerServer.builder()
            .port(port)
            .transportKind(kind)
            .verifyPeers(false)
            .start()
            .get(20, SECONDS);
    assertThat(tracker.address().getPort()).isEqualTo(port);
  }

  @Test
  void shouldUseOneLoopAndLeaveItRunningWhenApplicationGivesLoops() throws Exception {
    EventLoopGroup given = kind.newGroup(3, "application");
    try {
      TrackerServer embedded =
          TrackerServer.builder().port(0).eventLoopGroup(given).start().get(20, SECONDS);
      TestPeer peer = TestPeer.connect(endpoint, host("127.0.0.1"), embedded.address().getPort());
      peer.open(PORT, true);
      assertThat(peer.register(FILE)).isNotZero();
      embedded.close();

      assertThat(given.isShuttingDown()).isFalse();
      assertThat(given.submit(() -> "alive").get(20, SECONDS)).isEqualTo("alive");
    } finally {
      given.shutdownGracefully(0, 5, SECONDS).get(20, SECONDS);
    }
  }

  @Test
  void shouldFailWithSentenceWhenPortIsTaken() {
    assertThatThrownBy(
            () ->
                TrackerServer.builder()
                    .port(port())
                    .transportKind(kind)
                    .verifyPeers(false)
                    .start()
                    .get(20, SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot listen on")
        .hasMessageContaining(":" + port());
  }

  private TestPeer peer() {
    return TestPeer.connect(endpoint, host("127.0.0.1"), port());
  }

  private int port() {
    return tracker.address().getPort();
  }

  private static InetSocketAddress at(String host) {
    return new InetSocketAddress(host(host), PORT);
  }

  private static InetAddress host(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static FileId fileId(int number) {
    return FileId.fromBytes(ByteBuffer.allocate(FileId.LENGTH).putInt(0, number).array());
  }

  private static boolean hasIpv6Loopback() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .anyMatch(address -> address instanceof Inet6Address && address.isLoopbackAddress());
    } catch (SocketException e) {
      return false;
    }
  }
}
