package dev.shoal.transport.internal;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.transport.AnswerHandler;
import dev.shoal.transport.Connection;
import dev.shoal.transport.ConnectionHandler;
import dev.shoal.transport.Greeting;
import dev.shoal.transport.HotRequests;
import dev.shoal.transport.TransportConfig;
import dev.shoal.transport.TransportException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection over a Netty channel, as the application sees it. Its parts share its state on the
 * channel's event loop; public methods hop there.
 */
public final class NettyConnection implements Connection {
  private static final Logger log = LoggerFactory.getLogger(NettyConnection.class);

  /** Deadlines further off than this are none. */
  private static final Duration LONGEST_TIMEOUT = Duration.ofDays(365);

  private final Channel channel;
  private final TransportConfig config;
  private final ConnectionHandler handler;
  private final FrameDecoder decoder;
  private final Intake intake;
  private final Ending ending;
  private final Outbox outbox;
  private final Asking asking;
  private final BodySender bodies;
  private final Answering answering;
  private final CompletableFuture<Connection> ready = new CompletableFuture<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final InetSocketAddress localAddress;
  private final InetSocketAddress remoteAddress;
  private volatile @Nullable PeerId authenticatedPeer;
  private volatile @Nullable Greeting remote;
  private volatile long handshakeMillis;

  /**
   * @param decoder of the channel's pipeline
   * @param intake the decoder's
   */
  NettyConnection(
      Channel channel,
      TransportConfig config,
      ConnectionHandler handler,
      FrameDecoder decoder,
      Intake intake,
      SendTurns turns) {
    this.channel = channel;
    this.decoder = decoder;
    this.intake = intake;
    this.config = config;
    this.handler = handler;
    int maxRequests = config.maxRequests();
    ending = new Ending(channel, () -> decoder.stop(channel));
    outbox = new Outbox(channel, ending);
    asking =
        new Asking(
            channel.eventLoop(),
            outbox,
            ending,
            new PendingRequests(maxRequests),
            config.requestTimeout().toNanos(),
            intake::openNanos);
    bodies =
        new BodySender(
            channel,
            new SendWindow(config.sendWindow()),
            config.sliceSize(),
            turns,
            ending,
            System::nanoTime,
            this::endWhenDrained);
    answering =
        new Answering(
            channel.eventLoop(), outbox, bodies, intake.meter(), maxRequests, this::endWhenDrained);
    localAddress = Addresses.normalised(channel.localAddress());
    remoteAddress = Addresses.normalised(channel.remoteAddress());
  }

  @Override
  public Greeting remote() {
    Greeting greeting = remote;
    if (greeting == null) {
      throw new IllegalStateException("greetings are not exchanged yet");
    }
    return greeting;
  }

  @Override
  public Optional<PeerId> authenticatedPeer() {
    return Optional.ofNullable(authenticatedPeer);
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return remoteAddress;
  }

  @Override
  public InetSocketAddress localAddress() {
    return localAddress;
  }

  @Override
  public EventLoop eventLoop() {
    return channel.eventLoop();
  }

  @Override
  public boolean isOpen() {
    return remote != null && !ending.hasBegun() && channel.isActive();
  }

  @Override
  public boolean isWritable() {
    return channel.isWritable();
  }

  @Override
  public long handshakeMillis() {
    return handshakeMillis;
  }

  @Override
  public long sentBytes() {
    return bodies.countedBytes();
  }

  @Override
  public long receivedBytes() {
    return intake.countedBytes();
  }

  @Override
  public CompletableFuture<MessageLite> request(FrameKind kind, MessageLite header) {
    return request(kind, header, config.requestTimeout());
  }

  @Override
  public CompletableFuture<MessageLite> request(
      FrameKind kind, MessageLite header, Duration timeout) {
    FutureAnswer answer = new FutureAnswer();
    Cancellable request = request(kind, header, timeout, answer);
    answer.onCancel(request::cancel);
    return answer.future();
  }

  @Override
  public Cancellable request(
      FrameKind kind, MessageLite header, Duration timeout, AnswerHandler answers) {
    check(kind, FrameKind.Place.REQUEST, header);
    Duration limit = timeout.compareTo(LONGEST_TIMEOUT) < 0 ? timeout : LONGEST_TIMEOUT;
    OutboundRequest request = new OutboundRequest(eventLoop(), asking, answers);
    Loops.run(
        eventLoop(),
        () -> request.send(kind, header, limit.toNanos()),
        () -> answers.onFailure(ending.exception()));
    return request;
  }

  @Override
  public void notify(FrameKind kind, MessageLite header) {
    check(kind, FrameKind.Place.NOTICE, header);
    Loops.run(eventLoop(), () -> outbox.send(OutboundFrame.control(kind, 0, header)), () -> {});
  }

  @Override
  public CompletableFuture<Void> close() {
    Loops.run(
        eventLoop(),
        () -> {
          if (ending.drain(config.drainTimeout())) {
            asking.cancelAll(ending.exception());
            endWhenDrained();
          }
        },
        () -> {});
    return closed.copy();
  }

  @Override
  public void abort(ErrorCode code, String message) {
    Loops.run(eventLoop(), () -> ending.fail(new ProtocolException(code, message)), () -> {});
  }

  /**
   * Completes when greetings are exchanged, or fails with {@link TransportException.Unreachable} or
   * {@link TransportException.Untrusted}.
   */
  CompletableFuture<Connection> ready() {
    return ready;
  }

  /** How it ends. */
  Ending ending() {
    return ending;
  }

  /** The last handler of this connection's pipeline. */
  ChannelHandler router() {
    return new FrameRouter(this, handler, ending, outbox, asking, answering, bodies, intake);
  }

  /** The first handler of this connection's pipeline when it is encrypted. */
  ChannelHandler edge(SslHandler tls) {
    return new TlsEdge(tls, intake, ending);
  }

  /** What goes through the socket is encrypted. On the loop. */
  void encrypted(RecordCounter records, SendBudget memory) {
    intake.encrypted();
    bodies.encrypted(records::count, config.encryptedWindow(), memory, config.idleTimeout());
  }

  /** The other side has proved who it is. On the loop. */
  void authenticated(PeerId peer) {
    authenticatedPeer = peer;
  }

  /** Whether greetings are exchanged. */
  boolean isGreeted() {
    return remote != null;
  }

  /** The greetings are exchanged. On the loop. */
  void greeted(Greeting greeting, long millis) {
    remote = greeting;
    handshakeMillis = millis;
    try {
      handler.onReady(this);
      HotRequests hot = handler.hotRequests(this);
      if (hot != null) {
        decoder.divert(new HotPath(hot, ending, answering));
      }
    } catch (RuntimeException e) {
      ending.fail(e);
    }
    ready.complete(this);
  }

  /** The socket is closed. On the loop. */
  void ended() {
    ending.closed();
    asking.failAll(ending.exception());
    answering.abandonAll();
    bodies.clear();
    if (remote == null) {
      TransportException why = ending.exception();
      ready.completeExceptionally(
          why instanceof TransportException.Untrusted
              ? why
              : new TransportException.Unreachable(
                  why.code(), String.valueOf(why.getMessage()), why.getCause()));
    } else {
      try {
        handler.onClosed(this, ending.reason());
      } catch (RuntimeException e) {
        log.error("a handler of connections failed", e);
      }
    }
    closed.complete(null);
  }

  private void endWhenDrained() {
    if (ending.hasBegun() && answering.isIdle() && bodies.isIdle()) {
      ending.drained();
    }
  }

  private static void check(FrameKind kind, FrameKind.Place place, MessageLite header) {
    if (kind.place() != place || !kind.accepts(header)) {
      throw new IllegalArgumentException(
          kind + " with a " + header.getClass().getSimpleName() + " is no " + place);
    }
  }

  @Override
  public String toString() {
    return "Connection["
        + Addresses.text(localAddress)
        + " - "
        + Addresses.text(remoteAddress)
        + "]";
  }
}
