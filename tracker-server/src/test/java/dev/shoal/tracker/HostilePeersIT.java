package dev.shoal.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.wire.ChangeGroup;
import dev.shoal.protocol.wire.Goodbye;
import dev.shoal.protocol.wire.GroupList;
import dev.shoal.protocol.wire.GroupSource;
import dev.shoal.protocol.wire.JoinPolicy;
import dev.shoal.protocol.wire.Lease;
import dev.shoal.protocol.wire.ListGroupFiles;
import dev.shoal.protocol.wire.ListGroups;
import dev.shoal.protocol.wire.ListMembers;
import dev.shoal.protocol.wire.Publish;
import dev.shoal.protocol.wire.PublishToGroup;
import dev.shoal.protocol.wire.PublishedFile;
import dev.shoal.protocol.wire.RequestCapability;
import dev.shoal.protocol.wire.Search;
import dev.shoal.protocol.wire.UnpublishFromGroup;
import dev.shoal.transport.Endpoint;
import dev.shoal.transport.Identity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What strangers, thieves and impostors get from a tracker: nothing. */
class HostilePeersIT {
  private static final FileId FILE = fileId(1);
  private static final FileId UNKNOWN = fileId(2);

  private final TestNodes nodes = new TestNodes();
  private final TrackerServerBuilder settings = TrackerServer.builder().port(0);

  @SuppressWarnings("NullAway.Init") // every test starts one
  private TrackerServer tracker;

  HostilePeersIT() {
    settings.access(options -> options.passwordMemoryKib(8).passwordPasses(1));
  }

  @AfterEach
  void stop() throws Exception {
    nodes.close();
    tracker.close();
  }

  private void start(boolean verifyPeers) {
    tracker = settings.verifyPeers(verifyPeers).start().join();
  }

  // --- Strangers ---

  @Test
  void shouldSayOfAPrivateFileWhatItSaysOfOneThatNobodyHas() {
    start(false);
    TestAccount ann = TestAccount.create(nodes.connect(tracker), "ann");
    ann.change(
        ChangeGroup.newBuilder().setGroup("secret").setCreate(JoinPolicy.JOIN_BY_INVITATION));
    ByteString group = ann.publish("secret", FILE, "model.bin").getGroupId();
    ann.peer.open(7001, true);
    ann.register(group, FILE);
    assertThat(ann.peer.refusal(FrameKind.CHANGE_GROUP, join("nothing")))
        .isEqualTo(ErrorCode.NOT_FOUND);

    TestPeer plain = nodes.connectPlain(tracker);
    TestPeer stranger = nodes.connect(tracker);
    TestAccount eve = TestAccount.create(nodes.connect(tracker), "eve");
    eve.peer.open(7002, true);

    for (TestPeer each : List.of(plain, stranger, eve.peer)) {
      assertThat(each.query(FILE)).isEqualTo(each.query(UNKNOWN));
      assertThat(each.details(FILE)).isEqualTo(each.details(UNKNOWN));
      assertThat(each.ask(FrameKind.SEARCH, Search.newBuilder().setText("model").build()))
          .isEqualTo(each.ask(FrameKind.SEARCH, Search.newBuilder().setText("nothing").build()));
      assertThat(told(each, group, "secret", FILE))
          .isEqualTo(told(each, noGroup(), "nothing", UNKNOWN));
    }
    assertThat(told(plain, group, "secret", FILE))
        .allMatch(said -> said.startsWith("TLS_REQUIRED"));
    assertThat(told(stranger, group, "secret", FILE))
        .allMatch(said -> said.startsWith("LOGIN_REQUIRED"));
    assertThat(told(eve.peer, group, "secret", FILE))
        .allMatch(said -> said.startsWith("NOT_FOUND"));
    assertThat(eve.peer.ask(FrameKind.LIST_GROUPS, ListGroups.getDefaultInstance()))
        .isEqualTo(GroupList.getDefaultInstance());
  }

  /** What it says to everything that can be asked about a group, without the group's name. */
  private static List<String> told(TestPeer asker, ByteString group, String name, FileId file) {
    ByteString fileId = ByteString.copyFrom(file.toBytes());
    PublishedFile entry = PublishedFile.newBuilder().setFileId(fileId).setName("model.bin").build();
    List<String> told = new ArrayList<>();
    told.add(told(asker, FrameKind.QUERY_GROUP, TestAccount.queryFor(group, file)));
    told.add(told(asker, FrameKind.REGISTER_IN_GROUPS, TestAccount.batch(group, file)));
    told.add(
        told(
            asker,
            FrameKind.REQUEST_CAPABILITY,
            RequestCapability.newBuilder().setGroupId(group).setFileId(fileId).build()));
    told.add(
        told(
            asker,
            FrameKind.LIST_GROUP_FILES,
            ListGroupFiles.newBuilder().setGroup(name).setName("model.bin").build()));
    told.add(told(asker, FrameKind.LIST_MEMBERS, ListMembers.newBuilder().setGroup(name).build()));
    told.add(
        told(
            asker,
            FrameKind.PUBLISH_TO_GROUP,
            PublishToGroup.newBuilder().setGroup(name).addFiles(entry).build()));
    told.add(
        told(
            asker,
            FrameKind.UNPUBLISH_FROM_GROUP,
            UnpublishFromGroup.newBuilder().setGroup(name).setName("model.bin").build()));
    told.add(told(asker, FrameKind.CHANGE_GROUP, join(name)));
    return told.stream().map(said -> said.replace(name, "GROUP")).toList();
  }

  private static String told(TestPeer asker, FrameKind kind, MessageLite request) {
    TestPeer.Refused refused = asker.refused(kind, request);
    return refused.code + ": " + refused.getMessage();
  }

  private static ChangeGroup join(String group) {
    return ChangeGroup.newBuilder().setGroup(group).setJoin("WRONG-CODE").build();
  }

  private static ByteString noGroup() {
    return ByteString.copyFrom(new byte[GroupId.LENGTH]);
  }

  // --- Another's address ---

  @Test
  void shouldNotNameAMemberAtAnAddressWhereAnotherListens() {
    start(true);
    Identity victim = Identity.generate();
    Endpoint node = nodes.node(victim);
    TestAccount ann = TestAccount.create(TestPeer.connectByTls(node, tracker), "ann");
    TestAccount eve = TestAccount.create(nodes.connect(tracker), "eve");
    ann.createGroup("readers");
    eve.join("readers");
    ByteString group = ann.publish("readers", FILE, "model.bin").getGroupId();
    int port = listen(node);

    assertThat(eve.peer.open(port, false).getDialable()).isFalse();
    eve.register(group, FILE);
    assertThat(ann.query(group, FILE).getSourcesList()).isEmpty();

    assertThat(ann.peer.open(port, false).getDialable()).isTrue();
    ann.register(group, FILE);
    assertThat(eve.query(group, FILE).getSourcesList())
        .singleElement()
        .extracting(GroupSource::getPeerId)
        .isEqualTo(ByteString.copyFrom(victim.peerId().toBytes()));
  }

  private static int listen(Endpoint node) {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return node.listen(any, () -> (connection, request) -> {}).join().getPort();
  }

  // --- Another's peer id ---

  @Test
  void shouldChangeNothingForWhomAPlainConnectionOnlyClaimsToBe() {
    start(false);
    Identity name = Identity.generate();
    TestPeer victim = TestPeer.connectByTls(nodes.node(name), tracker);
    victim.open(7001, false);
    victim.register(FILE);
    publish(victim, "genuine");

    TestPeer forger = TestNodes.connectPlain(nodes.claiming(name.peerId()), tracker);
    forger.open(7002, false);
    forger.register(UNKNOWN);
    forger.unregister(FILE);
    publish(forger, "forged");
    assertThat(forger.refusal(FrameKind.LIST_GROUPS, ListGroups.getDefaultInstance()))
        .isEqualTo(ErrorCode.TLS_REQUIRED);
    forger.ask(FrameKind.GOODBYE, Goodbye.getDefaultInstance());

    TestPeer asker = nodes.connect(tracker);
    assertThat(asker.query(FILE).getSeederCount()).isEqualTo(1);
    assertThat(asker.query(UNKNOWN).getSeederCount()).isZero();
    assertThat(asker.details(FILE).getEntry().getName()).isEqualTo("genuine");
  }

  private static void publish(TestPeer peer, String name) {
    PublishedFile file =
        PublishedFile.newBuilder()
            .setFileId(ByteString.copyFrom(FILE.toBytes()))
            .setName(name)
            .build();
    peer.ask(FrameKind.PUBLISH, Publish.newBuilder().addFiles(file).build());
  }

  @Test
  void shouldTakeNothingFromWhoseGreetingNamesAnotherThanItsKey() throws Exception {
    start(false);
    Identity own = Identity.generate();
    Identity victim = Identity.generate();
    try (Liar liar = new Liar(own, tracker.address().getPort())) {
      liar.greet(victim.peerId());
      liar.openLease(); // sent on at once, without waiting
      assertThat(liar.ends()).isEqualTo(ErrorCode.PROTOCOL_VIOLATION);
    }
    try (Liar honest = new Liar(own, tracker.address().getPort())) {
      honest.greet(own.peerId());
      honest.openLease();
      assertThat(honest.ends()).as("it is served").isNull();
    }
  }

  // --- Another's session ---

  @Test
  void shouldNotGiveASessionToAnotherNodeThatHasItsSecret() {
    start(false);
    Identity name = Identity.generate();
    Endpoint node = nodes.node(name);
    TestPeer victim = TestPeer.connectByTls(node, tracker);
    Lease lease = victim.open(7001, true);
    long digest = victim.register(FILE);

    for (TestPeer thief :
        List.of(
            nodes.connect(tracker),
            TestNodes.connectPlain(nodes.claiming(name.peerId()), tracker))) {
      Lease other = thief.resume(lease, digest, 7002);
      assertThat(other.getResumed()).isFalse();
      assertThat(other.getSession()).isNotEqualTo(lease.getSession());
    }
    assertThat(victim.heartbeat(digest)).as("it is still there").isTrue();

    victim.drop();
    assertThat(TestPeer.connectByTls(node, tracker).resume(lease, digest, 7001).getResumed())
        .isTrue();
  }

  private static FileId fileId(int number) {
    return FileId.fromBytes(ByteBuffer.allocate(FileId.LENGTH).putInt(0, number).array());
  }
}
