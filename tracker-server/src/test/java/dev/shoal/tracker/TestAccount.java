package dev.shoal.tracker;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.wire.Authenticate;
import dev.shoal.protocol.wire.ChangeGroup;
import dev.shoal.protocol.wire.CreateUser;
import dev.shoal.protocol.wire.GroupChanged;
import dev.shoal.protocol.wire.GroupRegistration;
import dev.shoal.protocol.wire.GroupSources;
import dev.shoal.protocol.wire.JoinPolicy;
import dev.shoal.protocol.wire.LoggedIn;
import dev.shoal.protocol.wire.Login;
import dev.shoal.protocol.wire.Logout;
import dev.shoal.protocol.wire.PublishToGroup;
import dev.shoal.protocol.wire.PublishedFile;
import dev.shoal.protocol.wire.PublishedToGroup;
import dev.shoal.protocol.wire.QueryGroup;
import dev.shoal.protocol.wire.RegisterInGroups;
import dev.shoal.protocol.wire.RegisteredInGroups;

/** What a test's user does over a connection by TLS. */
final class TestAccount {
  private static final String PASSWORD = "correct horse battery";

  final TestPeer peer;
  final String name;

  private TestAccount(TestPeer peer, String name) {
    this.peer = peer;
    this.name = name;
  }

  /** Makes the account and logs in. */
  static TestAccount create(TestPeer peer, String name) {
    return create(peer, name, "");
  }

  /** As above, with the administrator's code. */
  static TestAccount create(TestPeer peer, String name, String code) {
    peer.ask(FrameKind.CREATE_USER, creation(name, code));
    TestAccount account = new TestAccount(peer, name);
    account.login();
    return account;
  }

  static CreateUser creation(String name, String code) {
    return CreateUser.newBuilder().setUser(name).setPassword(PASSWORD).setCode(code).build();
  }

  static Login login(String name, String password) {
    return Login.newBuilder().setUser(name).setPassword(password).build();
  }

  /** A login with the right password; gives its token. */
  static ByteString login(TestPeer peer, String name) {
    return ((LoggedIn) peer.ask(FrameKind.LOGIN, login(name, PASSWORD))).getToken();
  }

  ByteString login() {
    return login(peer, name);
  }

  static Authenticate authentication(ByteString token) {
    return Authenticate.newBuilder().setToken(token).build();
  }

  void logout() {
    peer.ask(FrameKind.LOGOUT, Logout.getDefaultInstance());
  }

  void createGroup(String group) {
    change(ChangeGroup.newBuilder().setGroup(group).setCreate(JoinPolicy.JOIN_OPEN));
  }

  void join(String group) {
    change(ChangeGroup.newBuilder().setGroup(group).setJoin(""));
  }

  GroupChanged change(ChangeGroup.Builder change) {
    return (GroupChanged) peer.ask(FrameKind.CHANGE_GROUP, change.build());
  }

  PublishedToGroup publish(String group, FileId file, String fileName) {
    return (PublishedToGroup)
        peer.ask(
            FrameKind.PUBLISH_TO_GROUP,
            PublishToGroup.newBuilder()
                .setGroup(group)
                .addFiles(
                    PublishedFile.newBuilder()
                        .setFileId(ByteString.copyFrom(file.toBytes()))
                        .setName(fileName))
                .build());
  }

  /** Registers the whole file, for a session that is open. */
  int register(ByteString groupId, FileId file) {
    return ((RegisteredInGroups) peer.ask(FrameKind.REGISTER_IN_GROUPS, batch(groupId, file)))
        .getCount();
  }

  static RegisterInGroups batch(ByteString groupId, FileId file) {
    return RegisterInGroups.newBuilder()
        .addRegistrations(
            GroupRegistration.newBuilder()
                .setGroupId(groupId)
                .setFileId(ByteString.copyFrom(file.toBytes()))
                .setComplete(true))
        .build();
  }

  GroupSources query(ByteString groupId, FileId file) {
    return (GroupSources) peer.ask(FrameKind.QUERY_GROUP, queryFor(groupId, file));
  }

  static QueryGroup queryFor(ByteString groupId, FileId file) {
    return QueryGroup.newBuilder()
        .setGroupId(groupId)
        .setFileId(ByteString.copyFrom(file.toBytes()))
        .build();
  }
}
