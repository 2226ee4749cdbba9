package dev.shoal.peer.swarm;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.protocol.CapabilityToken;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.PackedAddress;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.VerificationKeys;
import dev.shoal.protocol.wire.Capability;
import dev.shoal.protocol.wire.GoodbyeAck;
import dev.shoal.protocol.wire.GroupEpoch;
import dev.shoal.protocol.wire.GroupFileList;
import dev.shoal.protocol.wire.GroupRegistration;
import dev.shoal.protocol.wire.GroupSource;
import dev.shoal.protocol.wire.GroupSources;
import dev.shoal.protocol.wire.HeartbeatAck;
import dev.shoal.protocol.wire.KeySet;
import dev.shoal.protocol.wire.Lease;
import dev.shoal.protocol.wire.OpenLease;
import dev.shoal.protocol.wire.PublishToGroup;
import dev.shoal.protocol.wire.Published;
import dev.shoal.protocol.wire.PublishedToGroup;
import dev.shoal.protocol.wire.QueryGroup;
import dev.shoal.protocol.wire.Register;
import dev.shoal.protocol.wire.RegisterInGroups;
import dev.shoal.protocol.wire.Registered;
import dev.shoal.protocol.wire.RegisteredInGroups;
import dev.shoal.protocol.wire.Rejection;
import dev.shoal.protocol.wire.Role;
import dev.shoal.protocol.wire.Sources;
import dev.shoal.protocol.wire.UnpublishedFromGroup;
import dev.shoal.protocol.wire.Unregistered;
import dev.shoal.protocol.wire.VerificationKey;
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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.EdECPublicKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A tracker over real sockets that knows one group, whose members a test names: nodes, without the
 * users behind them. All of its state belongs to one lock.
 */
final class GroupTracker implements AutoCloseable {
  /** The group's name. */
  static final String GROUP = "team";

  /** Name of a file that the group does not take. */
  static final String TAKEN = "taken.bin";

  static final GroupId GROUP_ID = GroupId.fromBytes(new byte[GroupId.LENGTH]);

  private static final int KEY = 3;

  private final EventLoopGroup loops = TransportKind.best().newGroup(1, "group-tracker");
  private final KeyPair key;
  private final Endpoint endpoint;
  private final InetSocketAddress address;
  private final Map<PeerId, Session> sessions = new HashMap<>();
  private final Set<PeerId> members = new HashSet<>();
  private final Map<PeerId, InetSocketAddress> redirected = new HashMap<>();
  private long epoch = 1;
  private int publicQueries;
  private int publicRegistrations;
  private int groupRegistrations;

  /** Files in the group's list. */
  private final Set<FileId> listed = new HashSet<>();

  /** One node that is connected. */
  private static final class Session {
    final Connection connection;
    final InetSocketAddress listens;
    final Map<FileId, Boolean> held = new HashMap<>();

    Session(Connection connection, InetSocketAddress listens) {
      this.connection = connection;
      this.listens = listens;
    }
  }

  GroupTracker() throws Exception {
    key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    Identity identity = Identity.generate();
    Greeting greeting = Greeting.of(Role.ROLE_TRACKER, identity.peerId(), "group tracker");
    Security security = Security.of(identity).build();
    endpoint = new Endpoint(loops, TransportConfig.defaults(), greeting, security);
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    address = Await.result(endpoint.listen(any, Handler::new));
  }

  /** Where a node finds it. */
  String address() {
    return "127.0.0.1:" + address.getPort();
  }

  /** Takes a node into the group. */
  synchronized void add(PeerId node) {
    members.add(node);
  }

  /** Puts a node out, and tells the others. */
  synchronized void remove(PeerId node) {
    members.remove(node);
    epoch++;
    Session left = sessions.get(node);
    if (left != null) {
      left.held.clear();
    }
    GroupEpoch news = GroupEpoch.newBuilder().setGroupId(bytes(GROUP_ID)).setEpoch(epoch).build();
    members.stream()
        .map(sessions::get)
        .forEach(session -> session.connection.notify(FrameKind.GROUP_EPOCH, news));
  }

  /** Names a node at another address from now on, as if somebody had taken its own over. */
  synchronized void redirect(PeerId node, InetSocketAddress where) {
    redirected.put(node, where);
  }

  /** Whether a node has told that it holds a file of the group. */
  synchronized boolean knows(PeerId node, FileId file) {
    Session session = sessions.get(node);
    return session != null && session.held.containsKey(file);
  }

  /** How often it was asked for sources of public files. */
  synchronized int publicQueries() {
    return publicQueries;
  }

  /** How many files it was told of that are for everybody. */
  synchronized int publicRegistrations() {
    return publicRegistrations;
  }

  /** How many files it was told of that are held in groups. */
  synchronized int groupRegistrations() {
    return groupRegistrations;
  }

  /** A capability for a node, good for a time from now on. */
  ByteString token(PeerId holder, long millis) {
    return token(holder, System.currentTimeMillis(), millis);
  }

  /** A capability for a node, good for a time from a moment on. */
  synchronized ByteString token(PeerId holder, long fromMillis, long millis) {
    CapabilityToken token =
        new CapabilityToken(
            KEY,
            CapabilityToken.FETCH,
            fromMillis,
            fromMillis + millis,
            epoch,
            GROUP_ID,
            holder,
            null);
    return ByteString.copyFrom(token.sign(key.getPrivate()));
  }

  @Override
  public void close() {
    endpoint.close().join();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private static ByteString bytes(GroupId group) {
    return ByteString.copyFrom(group.toBytes());
  }

  private final class Handler implements ConnectionHandler {
    @Override
    public void onRequest(Connection connection, Request request) {
      PeerId node = connection.authenticatedPeer().orElseThrow();
      synchronized (GroupTracker.this) {
        if (request.header() instanceof RegisterInGroups register) {
          groupRegistrations += register.getRegistrationsCount();
        }
        if (isForMembers(request.kind()) && !members.contains(node)) {
          ErrorCode code =
              request.kind() == FrameKind.LIST_GROUP_FILES ? ErrorCode.DENIED : ErrorCode.NOT_FOUND;
          request.fail(code, "no such group, or not for you");
          return;
        }
        if (request.header() instanceof QueryGroup query
            && !listed.contains(FileId.fromBytes(query.getFileId().toByteArray()))) {
          request.fail(ErrorCode.NOT_FOUND, "the group has no such file");
          return;
        }
        request.answer(answer(connection, node, request));
      }
    }

    @Override
    public void onClosed(Connection connection, @Nullable Throwable cause) {
      synchronized (GroupTracker.this) {
        sessions.values().removeIf(session -> session.connection == connection);
      }
    }

    private boolean isForMembers(FrameKind kind) {
      return switch (kind) {
        case PUBLISH_TO_GROUP,
            LIST_GROUP_FILES,
            REGISTER_IN_GROUPS,
            QUERY_GROUP,
            REQUEST_CAPABILITY ->
            true;
        default -> false;
      };
    }

    private MessageLite answer(Connection connection, PeerId node, Request request) {
      MessageLite header = request.header();
      if (header instanceof OpenLease lease) {
        InetSocketAddress listens =
            new InetSocketAddress(connection.remoteAddress().getAddress(), lease.getListenPort());
        sessions.put(node, new Session(connection, listens));
        return Lease.newBuilder()
            .setSession(1)
            .setSecret(ByteString.copyFrom(new byte[16]))
            .setHeartbeatMillis(30_000)
            .setLeaseMillis(90_000)
            .setDialable(true)
            .build();
      }
      if (header instanceof PublishToGroup publish) {
        PublishedToGroup.Builder answer =
            PublishedToGroup.newBuilder().setGroupId(bytes(GROUP_ID)).setEpoch(epoch);
        if (publish.getFiles(0).getName().equals(TAKEN)) {
          answer.addRejections(
              Rejection.newBuilder()
                  .setCode(ErrorCode.CONFLICT.number())
                  .setMessage("another file has that name"));
        }
        listed.add(FileId.fromBytes(publish.getFiles(0).getFileId().toByteArray()));
        return answer.build();
      }
      if (header instanceof Register register) {
        publicRegistrations += register.getRegistrationsCount();
      }
      if (header instanceof RegisterInGroups register) {
        return register(node, register);
      }
      if (header instanceof QueryGroup query) {
        return sources(node, FileId.fromBytes(query.getFileId().toByteArray()));
      }
      return switch (request.kind()) {
        case LIST_GROUP_FILES -> GroupFileList.newBuilder().setGroupId(bytes(GROUP_ID)).build();
        case REQUEST_CAPABILITY ->
            Capability.newBuilder()
                .setToken(token(node, 300_000))
                .setNowMillis(System.currentTimeMillis())
                .build();
        case REQUEST_KEYS -> keys();
        case UNPUBLISH_FROM_GROUP -> UnpublishedFromGroup.getDefaultInstance();
        case HEARTBEAT -> HeartbeatAck.newBuilder().setInStep(true).setDialable(true).build();
        case REGISTER -> Registered.getDefaultInstance();
        case UNREGISTER -> Unregistered.getDefaultInstance();
        case PUBLISH -> Published.getDefaultInstance();
        case GOODBYE -> GoodbyeAck.getDefaultInstance();
        case QUERY -> {
          publicQueries++;
          yield Sources.getDefaultInstance();
        }
        default -> throw new AssertionError("a tracker is not asked for " + request.kind());
      };
    }

    private RegisteredInGroups register(PeerId node, RegisterInGroups register) {
      Map<FileId, Boolean> held = Objects.requireNonNull(sessions.get(node)).held;
      if (register.getReset()) {
        held.clear();
      }
      for (GroupRegistration each : register.getRegistrationsList()) {
        FileId file = FileId.fromBytes(each.getFileId().toByteArray());
        if (each.getGone()) {
          held.remove(file);
        } else {
          held.put(file, each.getComplete());
        }
      }
      return RegisteredInGroups.newBuilder().setCount(held.size()).build();
    }

    private GroupSources sources(PeerId asker, FileId file) {
      GroupSources.Builder sources = GroupSources.newBuilder();
      sessions.forEach(
          (node, session) -> {
            Boolean complete = session.held.get(file);
            if (complete != null && !node.equals(asker)) {
              InetSocketAddress where = redirected.getOrDefault(node, session.listens);
              byte[] packed = PackedAddress.pack(where.getAddress(), where.getPort());
              sources
                  .addSources(
                      GroupSource.newBuilder()
                          .setAddress(ByteString.copyFrom(packed))
                          .setPeerId(ByteString.copyFrom(node.toBytes()))
                          .setComplete(complete))
                  .setSeederCount(sources.getSeederCount() + (complete ? 1 : 0))
                  .setLeecherCount(sources.getLeecherCount() + (complete ? 0 : 1));
            }
          });
      return sources.build();
    }

    private KeySet keys() {
      long now = System.currentTimeMillis();
      return KeySet.newBuilder()
          .addKeys(
              VerificationKey.newBuilder()
                  .setKeyId(KEY)
                  .setPublicKey(
                      ByteString.copyFrom(
                          VerificationKeys.toBytes((EdECPublicKey) key.getPublic())))
                  .setUntilMillis(now + TimeUnit.DAYS.toMillis(1)))
          .setNowMillis(now)
          .build();
    }
  }
}
