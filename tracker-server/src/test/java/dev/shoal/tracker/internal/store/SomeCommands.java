package dev.shoal.tracker.internal.store;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.AccountNames;
import dev.shoal.protocol.wire.JoinPolicy;
import dev.shoal.tracker.internal.state.AddKey;
import dev.shoal.tracker.internal.state.BeginLogin;
import dev.shoal.tracker.internal.state.ChangeAccount;
import dev.shoal.tracker.internal.state.ChangeGroup;
import dev.shoal.tracker.internal.state.ClearRemains;
import dev.shoal.tracker.internal.state.Command;
import dev.shoal.tracker.internal.state.CreateAccount;
import dev.shoal.tracker.internal.state.EndLogins;
import dev.shoal.tracker.internal.state.PublishFiles;
import dev.shoal.tracker.internal.state.PublishToGroup;
import dev.shoal.tracker.internal.state.SetPassword;
import dev.shoal.tracker.internal.state.StoredKey;
import dev.shoal.tracker.internal.state.UnpublishFromGroup;
import java.nio.ByteBuffer;

/** Commands about accounts and groups, as short as tests like them. Users are named by number. */
public final class SomeCommands {
  /** When they are given. */
  public static final long NOW = 1_700_000_000_000L;

  private SomeCommands() {}

  /** 32 bytes: a hash, or the id of a peer or a file. */
  public static ByteString id(int number) {
    return ByteString.copyFrom(ByteBuffer.allocate(32).putInt(0, number));
  }

  /** 16 bytes. */
  public static ByteString groupId(int number) {
    return ByteString.copyFrom(ByteBuffer.allocate(16).putInt(0, number));
  }

  /** What a password's hash looks like. */
  public static String hash(String password) {
    return "$argon2id$" + password;
  }

  /** An account whose password is its key. */
  public static Command.Builder account(String name) {
    return account(name, false);
  }

  /** As above. */
  public static Command.Builder account(String name, boolean administrator) {
    return at(NOW)
        .setCreateAccount(
            CreateAccount.newBuilder()
                .setName(name)
                .setPasswordHash(hash(AccountNames.key(name)))
                .setAdministrator(administrator));
  }

  static Command.Builder password(String user, String old, String password, ByteString kept) {
    return at(NOW)
        .setSetPassword(
            SetPassword.newBuilder()
                .setUser(user)
                .setOldPasswordHash(hash(old))
                .setPasswordHash(hash(password))
                .setKeptTokenHash(kept));
  }

  /** A login of an hour. */
  public static Command.Builder login(String user, int token) {
    return login(user, token, NOW);
  }

  static Command.Builder login(String user, int token, long now) {
    return at(now)
        .setBeginLogin(
            BeginLogin.newBuilder()
                .setUser(user)
                .setPasswordHash(hash(user))
                .setTokenHash(id(token))
                .setPeerId(id(1000 + token))
                .setExpiresMillis(now + 3_600_000));
  }

  /** Ends one login. */
  public static Command.Builder logout(String user, int token) {
    return at(NOW).setEndLogins(EndLogins.newBuilder().setUser(user).setTokenHash(id(token)));
  }

  static Command.Builder logoutEverywhere(String user) {
    return at(NOW).setEndLogins(EndLogins.newBuilder().setUser(user));
  }

  /** A group, whose invitation code has the hash of that number if it needs one. */
  public static Command.Builder group(
      String user, String name, int id, JoinPolicy policy, int code) {
    return change(
        user,
        name,
        ChangeGroup.newBuilder()
            .setCreate(
                ChangeGroup.Create.newBuilder()
                    .setGroupId(groupId(id))
                    .setPolicy(policy(policy, code))));
  }

  /** An open group. */
  public static Command.Builder group(String user, String name, int id) {
    return group(user, name, id, JoinPolicy.JOIN_OPEN, 0);
  }

  /** How one joins. */
  public static ChangeGroup.Policy policy(JoinPolicy policy, int code) {
    return ChangeGroup.Policy.newBuilder()
        .setPolicy(policy.getNumber())
        .setInvitationHash(policy == JoinPolicy.JOIN_BY_INVITATION ? id(code) : ByteString.EMPTY)
        .build();
  }

  /** Another change of a group. */
  public static Command.Builder change(String user, String name, ChangeGroup.Builder change) {
    return at(NOW).setChangeGroup(change.setUser(user).setGroup(name));
  }

  /** Without an invitation. */
  public static Command.Builder join(String user, String name) {
    return change(user, name, ChangeGroup.newBuilder().setJoin(ByteString.EMPTY));
  }

  /** With an invitation. */
  public static Command.Builder join(String user, String name, int code) {
    return change(user, name, ChangeGroup.newBuilder().setJoin(id(code)));
  }

  /** A member goes. */
  public static Command.Builder leave(String user, String name) {
    return change(user, name, ChangeGroup.newBuilder().setLeave(true));
  }

  /** The owner puts a member out. */
  public static Command.Builder remove(String user, String name, String member) {
    return change(user, name, ChangeGroup.newBuilder().setRemove(member));
  }

  /** The owner lets somebody in. */
  public static Command.Builder accept(String user, String name, String asker) {
    return change(user, name, ChangeGroup.newBuilder().setAccept(asker));
  }

  /** The owner turns somebody down. */
  public static Command.Builder reject(String user, String name, String asker) {
    return change(user, name, ChangeGroup.newBuilder().setReject(asker));
  }

  /** The owner ends the group. */
  public static Command.Builder delete(String user, String name) {
    return change(user, name, ChangeGroup.newBuilder().setDelete(true));
  }

  /** Clears away some of what has ended. */
  public static Command.Builder clear() {
    return at(NOW).setClearRemains(ClearRemains.getDefaultInstance());
  }

  /** An administrator ends an account. */
  public static Command.Builder endAccount(String administrator, String name) {
    return changeAccount(administrator, name, ChangeAccount.newBuilder().setDelete(true));
  }

  /** An administrator changes an account. */
  static Command.Builder changeAccount(
      String administrator, String name, ChangeAccount.Builder change) {
    return at(NOW).setChangeAccount(change.setUser(administrator).setName(name));
  }

  /** Enters one file, 1000 bytes longer than its number. */
  public static Command.Builder publish(String user, String group, int file, String name) {
    return publish(user, group, file(file, name));
  }

  static Command.Builder publish(String user, String group, PublishFiles.File... files) {
    PublishToGroup.Builder publish = PublishToGroup.newBuilder().setUser(user).setGroup(group);
    for (PublishFiles.File file : files) {
      publish.addFiles(file);
    }
    return at(NOW).setPublishToGroup(publish);
  }

  static PublishFiles.File file(int file, String name) {
    return PublishFiles.File.newBuilder()
        .setFileId(id(file))
        .setName(name)
        .setLength(1000 + file)
        .build();
  }

  /** Takes one file back, by its name. */
  public static Command.Builder unpublish(String user, String group, String name) {
    return at(NOW)
        .setUnpublishFromGroup(
            UnpublishFromGroup.newBuilder().setUser(user).setGroup(group).setName(name));
  }

  /** Takes one file back, by its id. */
  public static Command.Builder unpublish(String user, String group, int file) {
    return at(NOW)
        .setUnpublishFromGroup(
            UnpublishFromGroup.newBuilder().setUser(user).setGroup(group).setFileId(id(file)));
  }

  /** A key that signs from then on, and is good for two hours. */
  public static Command.Builder key(int id, long from) {
    return at(from)
        .setAddKey(
            AddKey.newBuilder()
                .setKey(
                    StoredKey.newBuilder()
                        .setKeyId(id)
                        .setPrivateKey(ByteString.copyFromUtf8("private " + id))
                        .setPublicKey(id(id))
                        .setFromMillis(from)
                        .setUntilMillis(from + 7_200_000))
                .setEarlierUntilMillis(from + 600_000));
  }

  static Command.Builder at(long millis) {
    return Command.newBuilder().setNowMillis(millis);
  }
}
