package dev.shoal.tracker.internal;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Details;
import dev.shoal.protocol.wire.GoodbyeAck;
import dev.shoal.protocol.wire.OpenLease;
import dev.shoal.protocol.wire.Publish;
import dev.shoal.protocol.wire.Published;
import dev.shoal.protocol.wire.Search;
import dev.shoal.protocol.wire.SwarmUpdate;
import dev.shoal.protocol.wire.Unregister;
import dev.shoal.protocol.wire.Unsubscribe;
import dev.shoal.tracker.internal.codec.AnswerWriter;
import dev.shoal.tracker.internal.codec.FileIdWords;
import dev.shoal.tracker.internal.push.Subscriber;
import dev.shoal.tracker.internal.push.SubscriptionSet;
import dev.shoal.tracker.internal.swarm.AddressView;
import dev.shoal.tracker.internal.swarm.SourceSample;
import dev.shoal.transport.Connection;
import dev.shoal.transport.HotRequests;
import dev.shoal.transport.Request;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The peer at the other end of one connection: answers its requests from the tracker's state, and
 * ties the session that the connection carries to the connection's life.
 *
 * <p>Whatever enters something needs a lease; queries, details and searches do not, so that whoever
 * only looks something up need not open one. {@link AccessGate} says what needs a login.
 */
final class ConnectedPeer implements Caller, Subscriber, HotRequests {
  private final TrackerState state;
  private final Connection connection;
  private final AddressView addresses;
  private final ConnectedAccess access;
  private final AccessGate gate;
  private final SubscriptionSet subscriptions = new SubscriptionSet();
  private @Nullable Session session;

  /** Whether anything was asked since that was last looked at. */
  private boolean asked;

  ConnectedPeer(TrackerState state, Connection connection) {
    this.state = state;
    this.connection = connection;
    this.addresses =
        new AddressView(
            connection.remoteAddress().getAddress(), connection.localAddress().getAddress());
    this.access = new ConnectedAccess(state, this, connection);
    this.gate = access.gate();
    state.idlePeers().add(this, state.now());
  }

  @Override
  public boolean takes(FrameKind kind) {
    return kind == FrameKind.QUERY || kind == FrameKind.REGISTER || kind == FrameKind.HEARTBEAT;
  }

  /** So that answers follow the leases though the timer may be late: by a slice, as it does. */
  @Override
  public void begin() {
    state.expire();
  }

  @Override
  public void answer(FrameKind kind, ByteBuf header, ByteBuf answer) throws ProtocolException {
    state.tally().asked(kind);
    try {
      answerNow(kind, header, answer);
    } catch (ProtocolException e) {
      state.tally().failed(e.code());
      throw e;
    }
  }

  private void answerNow(FrameKind kind, ByteBuf header, ByteBuf answer) throws ProtocolException {
    asked = true;
    gate.check(kind);
    switch (kind) {
      case QUERY -> state.finder().find(this, header, answer);
      case REGISTER -> state.registrar().register(lease(), header, answer);
      default -> heartbeat(header, answer);
    }
  }

  /** Answers a request, or says in a sentence why not. */
  void serve(Request request) {
    state.tally().asked(request.kind());
    asked = true;
    state.expire(); // as above
    try {
      gate.check(request.kind());
      switch (request.kind()) {
        case OPEN_LEASE -> openLease(request);
        case PUBLISH -> publish(request);
        default -> {
          if (AccessGate.isAccess(request.kind())) {
            serveAccess(request);
          } else {
            request.answer(answer(request.kind(), request.header()));
          }
        }
      }
      if (request.kind() == FrameKind.GOODBYE) {
        connection.close();
      }
    } catch (ProtocolException e) {
      fail(request, e);
    }
  }

  private void serveAccess(Request request) throws ProtocolException {
    access
        .serve(request.kind(), request.header())
        .whenComplete(
            (answer, failure) -> {
              if (failure == null) {
                request.answer(answer);
              } else {
                ProtocolException reason = AccessDesk.reason(failure);
                fail(request, reason);
                access.failed(request.kind(), reason.code());
              }
            });
  }

  private void fail(Request request, ProtocolException reason) {
    state.tally().failed(reason.code());
    request.fail(reason.code(), String.valueOf(reason.getMessage()));
  }

  /** Takes a notice. */
  void hear(FrameKind kind, MessageLite notice) {
    if (kind != FrameKind.UNSUBSCRIBE) {
      return; // of a later version, or none of a tracker's business
    }
    try {
      FileIdWords file = FileIdWords.read(((Unsubscribe) notice).getFileId());
      state.subscriptions().unsubscribe(this, file);
    } catch (ProtocolException e) {
      connection.abort(ErrorCode.PROTOCOL_VIOLATION, String.valueOf(e.getMessage()));
    }
  }

  /** The connection is over: a session that it carries can be resumed for a while. */
  void gone() {
    state.idlePeers().remove(this);
    access.gone();
    state.subscriptions().unsubscribeAll(this);
    Session carried = session();
    if (carried != null) {
      state.sessions().lose(carried, state.now());
    }
  }

  /**
   * The connection was logged in or out. What it may not do any more ends at once; its
   * registrations in groups are shown and hidden with the login.
   */
  void loginChanged() {
    if (!gate.mayAsk()) {
      state.subscriptions().unsubscribeAll(this);
    }
    Session carried = session();
    if (carried != null && gate.mayShare()) {
      state.groupRegistrar().stands(carried);
    } else if (carried != null) {
      state.sessions().end(carried);
    }
  }

  private MessageLite answer(FrameKind kind, MessageLite header) throws ProtocolException {
    return switch (kind) {
      case UNREGISTER -> state.registrar().unregister(lease(), (Unregister) header);
      case DETAILS -> {
        countSearch();
        yield state.details((Details) header);
      }
      case SEARCH -> {
        countSearch();
        yield state.searches().search((Search) header);
      }
      case GOODBYE -> goodbye();
      default ->
          throw new ProtocolException(
              ErrorCode.UNKNOWN_KIND, "a tracker does not answer requests of the kind " + kind);
    };
  }

  /** Waits a moment for whether the peer can be dialled. */
  private void openLease(Request request) throws ProtocolException {
    if (session() != null) {
      throw new ProtocolException(ErrorCode.BAD_REQUEST, "this connection has a lease already");
    }
    Leases.Opened opened = state.leases().open(this, wanted(request), state.now());
    session = opened.session();
    Runnable answer = () -> request.answer(state.leases().describe(opened)); // the first counts
    if (state.verifier().begin(opened.session(), this, answer)) {
      connection.eventLoop().schedule(answer, state.leases().patienceNanos(), TimeUnit.NANOSECONDS);
    } else {
      answer.run();
    }
  }

  /** Who may not share gets no session back, since that may have something registered. */
  private OpenLease wanted(Request request) {
    OpenLease asked = (OpenLease) request.header();
    return gate.mayShare() ? asked : asked.toBuilder().clearSession().clearSecret().build();
  }

  private void heartbeat(ByteBuf header, ByteBuf answer) throws ProtocolException {
    Session carried = lease();
    boolean inStep = state.leases().isInStep(carried, header);
    if (carried.wantsCheck()) { // there was too much to do when it was opened
      state.verifier().begin(carried, this, () -> {});
    }
    AnswerWriter.heartbeatAck(inStep, carried.isDialable(), answer);
  }

  /** Answers when it is on disk. */
  private void publish(Request request) throws ProtocolException {
    lease();
    Publish batch = (Publish) request.header();
    state.publicationRate().take(addresses.remote(), batch.getFilesCount(), state.now());
    state
        .publications()
        .publish(
            peer(),
            isProven(),
            batch,
            new Publications.Publisher() {
              @Override
              public void published(Published answer) {
                request.answer(answer);
              }

              @Override
              public void failed(ProtocolException reason) {
                fail(request, reason);
              }
            });
  }

  private void countSearch() throws ProtocolException {
    state.searchRate().take(addresses.remote(), 1, state.now());
  }

  private MessageLite goodbye() throws ProtocolException {
    state.sessions().end(lease());
    return GoodbyeAck.getDefaultInstance();
  }

  /** The session that this connection carries, its lease renewed: a request is a sign of life. */
  Session lease() throws ProtocolException {
    Session carried = session();
    if (carried == null) {
      throw new ProtocolException(
          ErrorCode.NO_LEASE, "this connection has no lease, or it has run out: open one first");
    }
    state.sessions().renew(carried, state.now());
    return carried;
  }

  /** The session that this connection carries; null if it never did, or no longer does. */
  @Nullable Session session() {
    Session opened = session;
    return opened != null && opened.isCarriedBy(this) ? opened : null;
  }

  /** Whether it has no lease and asked for nothing since this was last called. */
  boolean hasBeenIdle() {
    boolean idle = !asked && session() == null && subscriptions.isEmpty();
    asked = false;
    return idle;
  }

  /** Ends the connection because it is not used. */
  void dismiss() {
    connection.abort(ErrorCode.TIMED_OUT, "this connection has no lease and asks for nothing");
  }

  @Override
  public AddressView addresses() {
    return addresses;
  }

  @Override
  public int registrationsNumber() {
    Session carried = session();
    return carried == null || carried.registrations.size() == 0
        ? SourceSample.NOBODY
        : carried.registrations.number();
  }

  @Override
  public SubscriptionSet subscriptions() {
    return subscriptions;
  }

  @Override
  public boolean isReading() {
    return connection.isWritable();
  }

  @Override
  public void push(SwarmUpdate update) {
    connection.notify(FrameKind.SWARM_UPDATE, update);
  }

  @Override
  public PeerId peer() {
    return connection.remote().peerId();
  }

  @Override
  public boolean isProven() {
    return access.isProven();
  }

  @Override
  public boolean speaksFor(String userKey, PeerId who) {
    return access.speaksFor(userKey, who);
  }

  @Override
  public void displace() {
    connection.abort(ErrorCode.NO_LEASE, "another connection has resumed this session");
  }
}
