package dev.shoal.tracker.internal;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Details;
import dev.shoal.protocol.wire.GoodbyeAck;
import dev.shoal.protocol.wire.Heartbeat;
import dev.shoal.protocol.wire.OpenLease;
import dev.shoal.protocol.wire.Publish;
import dev.shoal.protocol.wire.Query;
import dev.shoal.protocol.wire.Register;
import dev.shoal.protocol.wire.Search;
import dev.shoal.protocol.wire.Unregister;
import dev.shoal.transport.Connection;
import dev.shoal.transport.Request;
import org.jspecify.annotations.Nullable;

/**
 * The peer at the other end of one connection: answers its requests from the tracker's state, and
 * ties the session that the connection carries to the connection's life.
 *
 * <p>Whatever enters something needs a lease; queries, details and searches do not, so that whoever
 * only looks something up need not open one.
 */
final class ConnectedPeer implements Caller {
  private final TrackerState state;
  private final Connection connection;
  private final AddressView addresses;
  private @Nullable Session session;

  ConnectedPeer(TrackerState state, Connection connection) {
    this.state = state;
    this.connection = connection;
    this.addresses =
        new AddressView(
            connection.remoteAddress().getAddress(), connection.localAddress().getAddress());
  }

  /** Answers a request, or says in a sentence why not. */
  void serve(Request request) {
    state.expire(); // so that an answer is never older than the leases, however late the timer is
    try {
      request.answer(answer(request.kind(), request.header()));
      if (request.kind() == FrameKind.GOODBYE) {
        connection.close();
      }
    } catch (ProtocolException e) {
      request.fail(e.code(), String.valueOf(e.getMessage()));
    }
  }

  /** The connection is over: a session that it carries can be resumed for a while. */
  void gone() {
    Session carried = session();
    if (carried != null) {
      state.sessions().lose(carried, state.now());
    }
  }

  private MessageLite answer(FrameKind kind, MessageLite header) throws ProtocolException {
    return switch (kind) {
      case OPEN_LEASE -> openLease((OpenLease) header);
      case HEARTBEAT -> state.leases().heartbeat(lease(), (Heartbeat) header);
      case REGISTER -> state.registrar().register(lease(), (Register) header);
      case UNREGISTER -> state.registrar().unregister(lease(), (Unregister) header);
      case PUBLISH -> publish((Publish) header);
      case QUERY -> state.finder().find(this, session(), (Query) header);
      case DETAILS -> state.listings().details((Details) header);
      case SEARCH -> state.searches().search((Search) header);
      case GOODBYE -> goodbye();
      default ->
          throw new ProtocolException(
              ErrorCode.UNKNOWN_KIND, "a tracker does not answer requests of the kind " + kind);
    };
  }

  private MessageLite openLease(OpenLease asked) throws ProtocolException {
    if (session() != null) {
      throw new ProtocolException(ErrorCode.BAD_REQUEST, "this connection has a lease already");
    }
    Leases.Opened opened = state.leases().open(this, asked, state.now());
    session = opened.session();
    return state.leases().describe(opened);
  }

  private MessageLite publish(Publish request) throws ProtocolException {
    lease();
    return state.publications().publish(peer(), request);
  }

  private MessageLite goodbye() throws ProtocolException {
    state.sessions().end(lease());
    return GoodbyeAck.getDefaultInstance();
  }

  /** The session that this connection carries, its lease renewed: a request is a sign of life. */
  private Session lease() throws ProtocolException {
    Session carried = session();
    if (carried == null) {
      throw new ProtocolException(
          ErrorCode.NO_LEASE, "this connection has no lease, or it has run out: open one first");
    }
    state.sessions().renew(carried, state.now());
    return carried;
  }

  /** The session that this connection carries; null if it never did, or no longer does. */
  private @Nullable Session session() {
    Session opened = session;
    return opened != null && opened.isCarriedBy(this) ? opened : null;
  }

  @Override
  public AddressView addresses() {
    return addresses;
  }

  @Override
  public PeerId peer() {
    return connection.remote().peerId();
  }

  @Override
  public void displace() {
    connection.abort(ErrorCode.NO_LEASE, "another connection has resumed this session");
  }
}
