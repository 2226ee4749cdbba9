package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.peer.DeniedException;
import dev.shoal.peer.FoundFile;
import dev.shoal.peer.GroupFileInfo;
import dev.shoal.peer.GroupInfo;
import dev.shoal.peer.GroupMember;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.TlsMode;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.PlainText;
import dev.shoal.protocol.wire.CatalogueEntry;
import dev.shoal.protocol.wire.ChangeGroup;
import dev.shoal.protocol.wire.FileDetails;
import dev.shoal.protocol.wire.GroupChanged;
import dev.shoal.protocol.wire.GroupEntry;
import dev.shoal.protocol.wire.GroupFile;
import dev.shoal.protocol.wire.GroupFileList;
import dev.shoal.protocol.wire.GroupList;
import dev.shoal.protocol.wire.JoinPolicy;
import dev.shoal.protocol.wire.Lease;
import dev.shoal.protocol.wire.LoggedIn;
import dev.shoal.protocol.wire.MemberEntry;
import dev.shoal.protocol.wire.MemberList;
import dev.shoal.protocol.wire.Role;
import dev.shoal.protocol.wire.SearchResults;
import dev.shoal.transport.Connection;
import dev.shoal.transport.Endpoint;
import dev.shoal.transport.Greeting;
import dev.shoal.transport.Identity;
import dev.shoal.transport.Request;
import dev.shoal.transport.Security;
import dev.shoal.transport.TransportConfig;
import dev.shoal.transport.TransportKind;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every word of a tracker is meant to do harm, or was brought to it by a member who means to: to
 * move a cursor, to turn the text, to begin another line in a file or a log.
 */
@Timeout(120)
class HostileTrackerIT {
  private static final String EVIL = "../../\u001b[2J\u009b31m\u202e\r\nx\u0000\u2028";
  private static final ByteString SOME_ID = ByteString.copyFrom(new byte[FileId.LENGTH]);

  private final EventLoopGroup loops = TransportKind.best().newGroup(1, "hostile-tracker");

  @TempDir Path directory;
  private Endpoint tracker;
  private PeerNode node;

  @BeforeEach
  void start() throws Exception {
    Identity identity = Identity.generate();
    tracker =
        new Endpoint(
            loops,
            TransportConfig.defaults(),
            Greeting.of(Role.ROLE_TRACKER, identity.peerId(), "hostile"),
            Security.of(identity).build());
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    int port = Await.result(tracker.listen(any, () -> HostileTrackerIT::answer)).getPort();
    node =
        PeerNode.builder()
            .tracker("127.0.0.1:" + port)
            .tls(TlsMode.AUTO)
            .bind(InetAddress.getLoopbackAddress())
            .memory(16 << 20)
            .dataDirectory(directory)
            .build();
  }

  @AfterEach
  void stop() {
    node.close();
    tracker.close().join();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  @Test
  void shouldShowNoNameThatCouldDoHarm() throws Exception {
    assertThat(Await.result(node.groups().list()))
        .as("names that no group has are left out")
        .extracting(GroupInfo::name)
        .containsExactly("team");
    assertThat(Await.result(node.groups().members("team")))
        .extracting(GroupMember::user)
        .containsExactly("anne");
    List<GroupFileInfo> files = Await.result(node.groups().files("team"));
    assertThat(files).hasSize(1);
    FoundFile found = Await.result(node.search("", null)).files().get(0);
    FoundFile published = Await.result(node.details(found.fileId())).published();
    assertThat(
            Stream.of(
                    Stream.of(files.get(0).name()),
                    files.get(0).tags().stream(),
                    files.get(0).sharers().stream(),
                    Stream.of(found.name(), String.valueOf(published)),
                    found.tags().stream(),
                    Stream.of(Await.result(node.groups().invite("team"))))
                .flatMap(texts -> texts))
        .hasSizeGreaterThanOrEqualTo(7)
        .allMatch(text -> PlainText.of(text).equals(text));
  }

  @Test
  void shouldKeepNoNameThatCouldDoHarm() throws Exception {
    assertThat(PlainText.of(Await.result(node.account().login("anne", "password".toCharArray()))))
        .isEqualTo(node.account().user().orElseThrow());
    try (Stream<Path> logins = Files.list(directory.resolve("login"))) {
      Path login = logins.toList().get(0);
      assertThat(Files.readAllLines(login))
          .hasSize(4)
          .allMatch(line -> PlainText.of(line).equals(line));
    }
  }

  @Test
  void shouldRepeatNoErrorThatCouldDoHarm() throws Exception {
    DeniedException refused = Await.failure(node.groups().delete("team"), DeniedException.class);
    String sentence = Objects.requireNonNull(refused.getMessage());
    assertThat(sentence).contains("x").isEqualTo(PlainText.of(sentence));
  }

  private static void answer(Connection connection, Request request) {
    MessageLite answer =
        switch (request.kind()) {
          case OPEN_LEASE ->
              Lease.newBuilder()
                  .setSession(1)
                  .setSecret(ByteString.copyFrom(new byte[16]))
                  .setHeartbeatMillis(30_000)
                  .setLeaseMillis(90_000)
                  .build();
          case LOGIN ->
              LoggedIn.newBuilder()
                  .setToken(ByteString.copyFrom(new byte[32]))
                  .setUser(EVIL)
                  .build();
          case LIST_GROUPS ->
              GroupList.newBuilder()
                  .addGroups(group(EVIL, "anne"))
                  .addGroups(group("team", "anne"))
                  .addGroups(group("other", EVIL))
                  .build();
          case LIST_MEMBERS ->
              MemberList.newBuilder()
                  .addMembers(MemberEntry.newBuilder().setUser("anne"))
                  .addMembers(MemberEntry.newBuilder().setUser(EVIL))
                  .build();
          case LIST_GROUP_FILES ->
              GroupFileList.newBuilder()
                  .setGroupId(ByteString.copyFrom(new byte[16]))
                  .addFiles(
                      GroupFile.newBuilder()
                          .setFileId(SOME_ID)
                          .setName(EVIL)
                          .addTags(EVIL)
                          .addSharers(EVIL))
                  .build();
          case SEARCH -> SearchResults.newBuilder().addEntries(entry()).build();
          case DETAILS -> FileDetails.newBuilder().setEntry(entry()).build();
          default -> GroupChanged.newBuilder().setInvitation(EVIL).build();
        };
    if (request.header() instanceof ChangeGroup change && change.getDelete()) {
      request.fail(ErrorCode.DENIED, EVIL);
    } else if (request.kind().answer().accepts(answer)) {
      request.answer(answer);
    } else {
      request.fail(ErrorCode.UNKNOWN_KIND, EVIL);
    }
  }

  private static GroupEntry.Builder group(String name, String owner) {
    return GroupEntry.newBuilder().setName(name).setOwner(owner).setPolicy(JoinPolicy.JOIN_OPEN);
  }

  private static CatalogueEntry entry() {
    return CatalogueEntry.newBuilder()
        .setFileId(SOME_ID)
        .setName(EVIL)
        .addTags(EVIL)
        .setPublisher(ByteString.copyFrom(new byte[PeerId.LENGTH]))
        .build();
  }
}
