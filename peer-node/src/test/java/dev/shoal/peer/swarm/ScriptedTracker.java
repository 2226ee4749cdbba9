package dev.shoal.peer.swarm;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.PackedAddress;
import dev.shoal.protocol.wire.FileDetails;
import dev.shoal.protocol.wire.GoodbyeAck;
import dev.shoal.protocol.wire.HeartbeatAck;
import dev.shoal.protocol.wire.Lease;
import dev.shoal.protocol.wire.OpenLease;
import dev.shoal.protocol.wire.Published;
import dev.shoal.protocol.wire.Query;
import dev.shoal.protocol.wire.Registered;
import dev.shoal.protocol.wire.Role;
import dev.shoal.protocol.wire.SearchResults;
import dev.shoal.protocol.wire.Sources;
import dev.shoal.protocol.wire.SwarmUpdate;
import dev.shoal.protocol.wire.Unregistered;
import dev.shoal.transport.Body;
import dev.shoal.transport.Connection;
import dev.shoal.transport.ConnectionHandler;
import dev.shoal.transport.Endpoint;
import dev.shoal.transport.Greeting;
import dev.shoal.transport.Identity;
import dev.shoal.transport.Request;
import dev.shoal.transport.Security;
import dev.shoal.transport.TransportConfig;
import dev.shoal.transport.TransportException;
import dev.shoal.transport.TransportKind;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A tracker over real sockets that says what a test wants. It takes whatever it is told, and knows
 * nobody unless told.
 */
final class ScriptedTracker implements AutoCloseable {
  private final EventLoopGroup loops = TransportKind.best().newGroup(1, "scripted-tracker");
  private final Endpoint endpoint;
  private final InetSocketAddress address;
  private final List<Query> queries = new CopyOnWriteArrayList<>();
  private final List<MessageLite> notices = new CopyOnWriteArrayList<>();
  private volatile Function<Query, Sources> answers = query -> Sources.getDefaultInstance();
  private volatile @Nullable Connection asker;
  private final ScriptedAccounts accounts = new ScriptedAccounts();
  private final List<FrameKind> asked = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  ScriptedTracker() throws Exception {
    this(Identity.generate(), 0);
  }

  /** One of that identity, at a port. */
  ScriptedTracker(Identity identity, int port) throws Exception {
    this(identity, Security.of(identity).build(), port);
  }

  private ScriptedTracker(Identity identity, Security security, int port) throws Exception {
    Greeting greeting = Greeting.of(Role.ROLE_TRACKER, identity.peerId(), "scripted");
    endpoint = new Endpoint(loops, TransportConfig.defaults(), greeting, security);
    InetSocketAddress local = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    address = Await.result(endpoint.listen(local, Handler::new));
  }

  /** One that has never heard of TLS, at a port. */
  static ScriptedTracker plain(int port) throws Exception {
    return new ScriptedTracker(Identity.generate(), Security.plainOnly(), port);
  }

  /** It gives sessions to those only who are logged in, from now on. */
  ScriptedTracker closed() {
    closed = true;
    return this;
  }

  /** Its users. */
  ScriptedAccounts accounts() {
    return accounts;
  }

  /** All that it was asked so far. */
  List<FrameKind> asked() {
    return asked;
  }

  int port() {
    return address.getPort();
  }

  /** Where a node finds it. */
  String address() {
    return "127.0.0.1:" + address.getPort();
  }

  /** How it answers questions for sources. */
  ScriptedTracker onQuery(Function<Query, Sources> script) {
    answers = script;
    return this;
  }

  /** The questions for sources so far. */
  List<Query> queries() {
    return queries;
  }

  /** What it was told unasked. */
  List<MessageLite> notices() {
    return notices;
  }

  /** Tells the peer that asked last that a seeder came. */
  void seederCame(FileId fileId, InetSocketAddress seeder) {
    tell(
        SwarmUpdate.newBuilder()
            .setFileId(ByteString.copyFrom(fileId.toBytes()))
            .setSeedersV4(packed(seeder))
            .setSeederCount(1)
            .build());
  }

  /** Tells the peer that asked last whatever. */
  void tell(SwarmUpdate update) {
    Connection connection = asker;
    if (connection == null) {
      throw new AssertionError("nobody asked");
    }
    connection.notify(FrameKind.SWARM_UPDATE, update);
  }

  static ByteString packed(InetSocketAddress address) {
    return ByteString.copyFrom(PackedAddress.pack(address.getAddress(), address.getPort()));
  }

  @Override
  public void close() {
    endpoint.close().join();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private final class Handler implements ConnectionHandler {
    @Override
    public void onRequest(Connection connection, Request request) {
      asked.add(request.kind());
      try {
        MessageLite answer = answer(connection, request);
        request.answer(offset -> answer, Body.empty());
      } catch (TransportException e) {
        request.fail(e.code(), String.valueOf(e.getMessage()));
      }
    }

    @Override
    public void onNotice(Connection connection, FrameKind kind, MessageLite header) {
      notices.add(header);
    }

    private MessageLite answer(Connection connection, Request request) throws TransportException {
      if (request.kind().number() >>> 8 == 3) {
        return accounts.answer(connection, request);
      }
      if (request.header() instanceof Query query) {
        asker = connection;
        Sources sources = answers.apply(query);
        queries.add(query);
        return sources;
      }
      if (request.header() instanceof OpenLease) {
        if (closed && !accounts.isLoggedIn(connection)) {
          throw new TransportException.Remote(ErrorCode.LOGIN_REQUIRED, "this needs a login");
        }
        return Lease.newBuilder()
            .setSession(1)
            .setSecret(ByteString.copyFrom(new byte[16]))
            .setHeartbeatMillis(30_000)
            .setLeaseMillis(90_000)
            .setDialable(true)
            .build();
      }
      return switch (request.kind()) {
        case HEARTBEAT -> HeartbeatAck.newBuilder().setInStep(true).setDialable(true).build();
        case REGISTER -> Registered.getDefaultInstance();
        case UNREGISTER -> Unregistered.getDefaultInstance();
        case PUBLISH -> Published.getDefaultInstance();
        case GOODBYE -> GoodbyeAck.getDefaultInstance();
        case DETAILS -> FileDetails.getDefaultInstance();
        case SEARCH -> SearchResults.getDefaultInstance();
        default -> throw new AssertionError("a tracker is not asked for " + request.kind());
      };
    }
  }
}
