package dev.shoal.tracker;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.wire.OpenLease;
import dev.shoal.protocol.wire.Publish;
import dev.shoal.protocol.wire.PublishedFile;
import dev.shoal.protocol.wire.Register;
import dev.shoal.protocol.wire.Registration;
import dev.shoal.protocol.wire.Role;
import dev.shoal.protocol.wire.Search;
import dev.shoal.transport.Endpoint;
import dev.shoal.transport.Greeting;
import dev.shoal.transport.TransportConfig;
import dev.shoal.transport.TransportKind;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one address may have of a tracker, all its connections together. */
class QuotasIT {
  private final TrackerServerBuilder settings =
      TrackerServer.builder().port(0).verifyPeers(false).limits(limits -> limits.loopback(true));
  private EventLoopGroup loops;
  private Endpoint endpoint;

  @SuppressWarnings("NullAway.Init") // every test starts one
  private TrackerServer tracker;

  @BeforeEach
  void start() {
    loops = TransportKind.best().newGroup(1, "test-peers");
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
  void shouldRefuseRegistrationsWhenTheSessionsOfAnAddressHaveTheirFill() {
    settings.maxRegistrationsPerAddress(3);
    TestPeer one = peer();
    one.open(0, false);
    one.register(fileId(1), fileId(2));
    TestPeer other = peer();
    other.open(0, false);
    assertThat(other.refusal(FrameKind.REGISTER, batch(2))).isEqualTo(ErrorCode.LIMIT_EXCEEDED);

    one.unregister(fileId(1));
    other.register(fileId(1), fileId(2));
    one.sayGoodbye();
    other.register(fileId(3));
  }

  @Test
  void shouldRefuseSessionsAboveTheLimitOfAnAddress() {
    settings.maxSessionsPerAddress(1);
    TestPeer one = peer();
    one.open(0, false);
    assertThat(peer().refusal(FrameKind.OPEN_LEASE, OpenLease.getDefaultInstance()))
        .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    one.sayGoodbye();
    peer().open(0, false);
  }

  @Test
  void shouldLetAnAddressWaitThatPublishesTooMuch() {
    settings.publicationsPerSecond(1).publicationsAtOnce(Limits.MAX_BATCH);
    TestPeer peer = peer();
    peer.open(0, false);
    peer.ask(FrameKind.PUBLISH, publication(Limits.MAX_BATCH));
    // On a slow machine a second has passed meanwhile, and this is taken on credit.
    peer.begin(FrameKind.PUBLISH, publication(Limits.MAX_BATCH)).exceptionally(busy -> null).join();
    assertThat(peer.refusal(FrameKind.PUBLISH, publication(1))).isEqualTo(ErrorCode.BUSY);
  }

  @Test
  void shouldLetAnAddressWaitThatSearchesTooMuch() {
    settings.searchesPerSecond(1);
    TestPeer one = peer();
    one.ask(FrameKind.SEARCH, Search.getDefaultInstance());
    TestPeer other = peer();
    ErrorCode refusal = null;
    for (int i = 0; i < 1000 && refusal == null; i++) {
      try {
        other.details(fileId(1));
      } catch (TestPeer.Refused e) {
        refusal = e.code;
      }
    }
    assertThat(refusal).isEqualTo(ErrorCode.BUSY);
    other.query(fileId(1));
  }

  @Test
  void shouldNotSubscribeWhenTheConnectionsOfAnAddressHaveTheirFill() {
    settings.maxSubscriptionsPerAddress(2);
    TestPeer one = peer();
    assertThat(one.subscribe(fileId(1), 1).getSubscribed()).isTrue();
    TestPeer other = peer();
    assertThat(other.subscribe(fileId(1), 1).getSubscribed()).isTrue();
    assertThat(other.subscribe(fileId(2), 1).getSubscribed()).isFalse();
    one.unsubscribe(fileId(1));
    one.query(fileId(1)); // comes behind
    assertThat(other.subscribe(fileId(2), 1).getSubscribed()).isTrue();
  }

  @Test
  void shouldTakeAHundredThousandRegistrationsOfOnePeerByDefault() {
    TestPeer sharing = peer();
    sharing.open(0, false);
    TestPeer asking = peer();
    int files = 100_000;
    List<CompletableFuture<MessageLite>> batches = new ArrayList<>();
    for (int first = 1; first <= files; first += Limits.MAX_BATCH) {
      batches.add(
          sharing.begin(
              FrameKind.REGISTER, batch(first, Math.min(files, first + Limits.MAX_BATCH - 1))));
    }
    batches.forEach(CompletableFuture::join);
    assertThat(asking.query(fileId(files)).getSeederCount()).isEqualTo(1);
  }

  @Test
  void shouldRefuseQueriesAboveTheRate() {
    settings.limits(limits -> limits.requestsPerConnection(5));
    TestPeer peer = peer();
    ErrorCode refusal = null;
    for (int i = 0; i < 1000 && refusal == null; i++) {
      try {
        peer.query(fileId(1));
      } catch (TestPeer.Refused e) {
        refusal = e.code;
      }
    }
    assertThat(refusal).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
  }

  @Test
  void shouldCloseAConnectionWithoutLeaseThatAsksForNothing() {
    settings.idle(Duration.ofSeconds(1));
    TestPeer sharing = peer();
    sharing.open(0, false);
    TestPeer idle = peer();
    idle.awaitClosed();
    sharing.register(fileId(1));
  }

  /** Connects, and starts the tracker when it is the first. */
  private TestPeer peer() {
    if (tracker == null) {
      tracker = settings.start().join();
    }
    return TestPeer.connect(
        endpoint, InetAddress.getLoopbackAddress(), tracker.address().getPort());
  }

  private static Register batch(int files) {
    return batch(1, files);
  }

  private static Register batch(int first, int last) {
    Register.Builder batch = Register.newBuilder();
    for (int i = first; i <= last; i++) {
      batch.addRegistrations(Registration.newBuilder().setFileId(bytes(i)).setComplete(true));
    }
    return batch.build();
  }

  private static Publish publication(int files) {
    Publish.Builder batch = Publish.newBuilder();
    for (int i = 1; i <= files; i++) {
      batch.addFiles(PublishedFile.newBuilder().setFileId(bytes(i)).setName("file " + i));
    }
    return batch.build();
  }

  private static FileId fileId(int number) {
    return FileId.fromBytes(ByteBuffer.allocate(FileId.LENGTH).putInt(0, number).array());
  }

  private static ByteString bytes(int number) {
    return ByteString.copyFrom(fileId(number).toBytes());
  }
}
