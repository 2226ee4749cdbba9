package dev.shoal.peer.swarm;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.wire.Authenticate;
import dev.shoal.protocol.wire.Authenticated;
import dev.shoal.protocol.wire.ChangeGroup;
import dev.shoal.protocol.wire.ChangeUser;
import dev.shoal.protocol.wire.CreateUser;
import dev.shoal.protocol.wire.GroupChanged;
import dev.shoal.protocol.wire.GroupEntry;
import dev.shoal.protocol.wire.GroupList;
import dev.shoal.protocol.wire.JoinPolicy;
import dev.shoal.protocol.wire.KeysRotated;
import dev.shoal.protocol.wire.ListGroups;
import dev.shoal.protocol.wire.ListUsers;
import dev.shoal.protocol.wire.LoggedIn;
import dev.shoal.protocol.wire.LoggedOut;
import dev.shoal.protocol.wire.Login;
import dev.shoal.protocol.wire.Membership;
import dev.shoal.protocol.wire.UserChanged;
import dev.shoal.protocol.wire.UserCreated;
import dev.shoal.protocol.wire.UserEntry;
import dev.shoal.protocol.wire.UserList;
import dev.shoal.transport.Connection;
import dev.shoal.transport.Request;
import dev.shoal.transport.TransportException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * The accounts of a scripted tracker, where everybody is an administrator, and lists of users and
 * groups that go over two pages.
 */
final class ScriptedAccounts {
  static final int GROUPS = 5;
  private static final int PAGE = 3;

  private final Map<String, String> passwords = new ConcurrentHashMap<>();
  private final Map<ByteString, String> tokens = new ConcurrentHashMap<>();
  private final Set<Connection> loggedIn = ConcurrentHashMap.newKeySet();
  private byte next = 1;

  /** Every login ends. */
  void revokeAll() {
    tokens.clear();
  }

  boolean isLoggedIn(Connection connection) {
    return loggedIn.contains(connection);
  }

  /** The answer to a request about accounts and groups. */
  MessageLite answer(Connection connection, Request request) throws TransportException {
    require(connection.authenticatedPeer().isPresent(), ErrorCode.TLS_REQUIRED, "this needs TLS");
    if (request.header() instanceof CreateUser create) {
      boolean fresh = passwords.putIfAbsent(create.getUser(), create.getPassword()) == null;
      require(fresh, ErrorCode.CONFLICT, "there is a user of that name");
      return UserCreated.getDefaultInstance();
    }
    if (request.header() instanceof Login login) {
      boolean right = login.getPassword().equals(passwords.get(login.getUser()));
      require(right, ErrorCode.DENIED, "wrong name or password");
      loggedIn.add(connection);
      ByteString token = token();
      tokens.put(token, login.getUser());
      return LoggedIn.newBuilder().setToken(token).setUser(login.getUser()).build();
    }
    if (request.header() instanceof Authenticate authenticate) {
      String user = tokens.get(authenticate.getToken());
      require(user != null, ErrorCode.DENIED, "the login has ended");
      loggedIn.add(connection);
      return Authenticated.newBuilder().setUser(String.valueOf(user)).build();
    }
    require(isLoggedIn(connection), ErrorCode.LOGIN_REQUIRED, "this needs a login");
    if (request.kind() == FrameKind.LOGOUT) {
      loggedIn.remove(connection);
      tokens.clear();
      return LoggedOut.getDefaultInstance();
    }
    if (request.header() instanceof ListUsers list) {
      return UserList.newBuilder()
          .addUsers(
              UserEntry.newBuilder()
                  .setUser(list.getAfter().isEmpty() ? "anne" : "bert")
                  .setAdministrator(list.getAfter().isEmpty())
                  .setCreatedMillis(1)
                  .setOwnedGroups(2))
          .setMore(list.getAfter().isEmpty())
          .build();
    }
    if (request.header() instanceof ChangeUser change) {
      require(passwords.containsKey(change.getUser()), ErrorCode.NOT_FOUND, "no such user");
      require(!change.getDelete(), ErrorCode.CONFLICT, "the user owns 2 groups");
      if (change.hasResetPassword()) {
        passwords.put(change.getUser(), change.getResetPassword());
      }
      return UserChanged.getDefaultInstance();
    }
    if (request.kind() == FrameKind.ROTATE_KEYS) {
      return KeysRotated.newBuilder().setKeyId(-1).build();
    }
    if (request.header() instanceof ListGroups list) {
      return page(list.getAfter());
    }
    if (request.header() instanceof ChangeGroup change) {
      require(change.getGroup().startsWith("group"), ErrorCode.NOT_FOUND, "no such group");
      return GroupChanged.newBuilder().setMembership(Membership.MEMBERSHIP_REQUESTED).build();
    }
    throw new TransportException.Remote(ErrorCode.UNKNOWN_KIND, "not in the script");
  }

  private synchronized ByteString token() {
    byte[] token = new byte[32];
    token[0] = next++;
    return ByteString.copyFrom(token);
  }

  private static GroupList page(String after) {
    GroupList.Builder list = GroupList.newBuilder();
    int first = after.isEmpty() ? 0 : Integer.parseInt(after.substring("group".length())) + 1;
    int end = Math.min(GROUPS, first + PAGE);
    IntStream.range(first, end)
        .forEach(
            i ->
                list.addGroups(
                    GroupEntry.newBuilder()
                        .setName("group" + i)
                        .setOwner("anne")
                        .setPolicy(JoinPolicy.JOIN_OPEN)
                        .setMemberCount(1)
                        .setMembership(Membership.MEMBERSHIP_MEMBER)));
    return list.setMore(end < GROUPS).build();
  }

  private static void require(boolean condition, ErrorCode code, String message)
      throws TransportException {
    if (!condition) {
      throw new TransportException.Remote(code, message);
    }
  }
}
