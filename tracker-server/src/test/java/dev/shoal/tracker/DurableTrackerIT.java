package dev.shoal.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.wire.CatalogueEntry;
import dev.shoal.protocol.wire.Lease;
import dev.shoal.protocol.wire.Publish;
import dev.shoal.protocol.wire.Published;
import dev.shoal.protocol.wire.PublishedFile;
import dev.shoal.protocol.wire.Register;
import dev.shoal.protocol.wire.Registration;
import dev.shoal.protocol.wire.Role;
import dev.shoal.protocol.wire.Search;
import dev.shoal.protocol.wire.SearchResults;
import dev.shoal.tracker.internal.Kept;
import dev.shoal.transport.Endpoint;
import dev.shoal.transport.Greeting;
import dev.shoal.transport.TransportConfig;
import dev.shoal.transport.TransportKind;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What survives a tracker, and how the next one begins. */
class DurableTrackerIT {
  private static final FileId FILE = FileId.fromBytes(new byte[FileId.LENGTH]);

  @TempDir Path data;

  private final EventLoopGroup group = TransportKind.best().newGroup(1, "test-peers");
  private final Endpoint endpoint =
      new Endpoint(
          group,
          TransportConfig.defaults(),
          Greeting.of(Role.ROLE_PEER, PeerId.fromBytes(new byte[PeerId.LENGTH]), "test"));
  private final AtomicLong nanos = new AtomicLong();

  @AfterEach
  void endPeers() {
    endpoint.close().join();
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void shouldKeepTheCatalogueAndForgetWhoHasWhatWhenItRestarts() {
    try (TrackerServer tracker = start()) {
      TestPeer peer = connect(tracker);
      peer.open(7071, true);
      peer.register(FILE);
      assertThat(publish(peer, "Annual Report.pdf").getRejectionsCount()).isZero();
    }
    try (TrackerServer tracker = start()) {
      TestPeer peer = connect(tracker);
      CatalogueEntry entry = peer.details(FILE).getEntry();
      assertThat(entry.getName()).isEqualTo("Annual Report.pdf");
      assertThat(entry.getSeederCount()).isZero();
      assertThat(search(peer, "report").getEntriesList()).containsExactly(entry);
    }
  }

  @Test
  void shouldSayThatItIsWarmingForOneLeaseWhenItHasRestarted() {
    try (TrackerServer first = start()) {
      TestPeer peer = connect(first);
      assertThat(peer.query(FILE).getWarming()).isFalse();
      assertThat(peer.open(7071, true).getSpreadMillis()).isZero();
    }
    try (TrackerServer second = start()) {
      TestPeer peer = connect(second);
      Lease lease = peer.open(7071, true);
      assertThat(peer.query(FILE).getWarming()).isTrue();
      assertThat(peer.details(FILE).getWarming()).isTrue();
      assertThat(lease.getSpreadMillis()).isPositive().isLessThan(lease.getHeartbeatMillis());

      nanos.addAndGet(TimeUnit.SECONDS.toNanos(90));

      assertThat(peer.query(FILE).getWarming()).isFalse();
    }
  }

  @Test
  void shouldCountCompletedDownloadsAndKeepTheCount() {
    try (TrackerServer tracker = start()) {
      TestPeer peer = connect(tracker);
      peer.open(7071, true);
      publish(peer, "file");
      peer.register(
          Register.newBuilder()
              .addRegistrations(
                  Registration.newBuilder()
                      .setFileId(ByteString.copyFrom(FILE.toBytes()))
                      .setChunkSize(1 << 18)
                      .setChunkSet(ByteString.copyFrom(new byte[] {0})))
              .build());
      peer.register(FILE);
    }
    try (TrackerServer tracker = start()) {
      assertThat(connect(tracker).details(FILE).getEntry().getCompletedCount()).isEqualTo(1);
    }
  }

  @Test
  void shouldRefuseToStartWhenItsStoreIsDamaged() throws IOException {
    start().close();
    Files.write(data.resolve(Kept.STORE), new byte[] {1, 2, 3});

    assertThatThrownBy(this::start)
        .hasRootCauseInstanceOf(Exception.class)
        .hasMessageContaining("is damaged")
        .hasMessageContaining("import");
  }

  @Test
  void shouldHaveAKeyToSignCapabilitiesWithFromItsStart() {
    start().close();

    Kept kept = Kept.open(data).join();
    kept.store().close();
    assertThat(kept.access().keys()).hasSize(1);
  }

  private TrackerServer start() {
    return TrackerServer.builder()
        .port(0)
        .bindAddress(InetAddress.getLoopbackAddress())
        .dataDirectory(data)
        .verifyPeers(false)
        .clock(nanos::get)
        .start()
        .join();
  }

  private TestPeer connect(TrackerServer tracker) {
    return TestPeer.connect(endpoint, tracker.address().getAddress(), tracker.address().getPort());
  }

  private static Published publish(TestPeer peer, String name) {
    return (Published)
        peer.ask(
            FrameKind.PUBLISH,
            Publish.newBuilder()
                .addFiles(
                    PublishedFile.newBuilder()
                        .setFileId(ByteString.copyFrom(FILE.toBytes()))
                        .setLength(5)
                        .setName(name))
                .build());
  }

  private static SearchResults search(TestPeer peer, String text) {
    return (SearchResults) peer.ask(FrameKind.SEARCH, Search.newBuilder().setText(text).build());
  }
}
