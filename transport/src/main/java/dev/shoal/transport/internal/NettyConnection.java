package dev.shoal.transport.internal;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.PlainText;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Error;
import dev.shoal.protocol.wire.Ping;
import dev.shoal.protocol.wire.Pong;
import dev.shoal.transport.AnswerHandler;
import dev.shoal.transport.Connection;
import dev.shoal.transport.ConnectionHandler;
import dev.shoal.transport.Greeting;
import dev.shoal.transport.TransportConfig;
import dev.shoal.transport.TransportException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection over a Netty channel. Last in the pipeline: it leads arriving frames to the requests
 * they answer or to the application, and ends the connection on whatever breaks the protocol.
 *
 * <p>State belongs to the event loop; public methods hop there.
 */
public final class NettyConnection extends ChannelInboundHandlerAdapter implements Connection {
  private static final Logger log = LoggerFactory.getLogger(NettyConnection.class);

  private static final int LINGER_MILLIS = 500;

  private final Channel channel;
  private final TransportConfig config;
  private final ConnectionHandler handler;
  private final Asking asking;
  private final Answering answering;
  private final BodySender bodies;
  private final CompletableFuture<Connection> ready = new CompletableFuture<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final InetSocketAddress localAddress;
  private final InetSocketAddress remoteAddress;
  private volatile @Nullable Greeting remote;
  private volatile long handshakeMillis;
  private volatile boolean closing;

  /** Why the connection ends, the first reason counts; loop only. */
  private @Nullable Throwable cause;

  NettyConnection(Channel channel, TransportConfig config, ConnectionHandler handler) {
    this.channel = channel;
    this.config = config;
    this.handler = handler;
    this.asking = new Asking(channel, config.maxRequests());
    this.answering = new Answering(this, config.maxRequests());
    this.bodies =
        new BodySender(
            channel,
            new SendWindow(config.sendWindow()),
            config.sliceSize(),
            this::closeWhenDrained);
    this.localAddress = Addresses.normalised(channel.localAddress());
    this.remoteAddress = Addresses.normalised(channel.remoteAddress());
  }

  // --- The application's side, any thread ---

  @Override
  public Greeting remote() {
    Greeting greeting = remote;
    if (greeting == null) {
      throw new IllegalStateException("greetings are not exchanged yet");
    }
    return greeting;
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
    return remote != null && !closing && channel.isActive();
  }

  @Override
  public long handshakeMillis() {
    return handshakeMillis;
  }

  /**
   * Completes when greetings are exchanged, or fails with {@link TransportException.Unreachable}.
   */
  CompletableFuture<Connection> ready() {
    return ready;
  }

  @Override
  public CompletableFuture<MessageLite> request(FrameKind kind, MessageLite header) {
    return request(kind, header, config.requestTimeout());
  }

  @Override
  public CompletableFuture<MessageLite> request(
      FrameKind kind, MessageLite header, Duration timeout) {
    FutureAnswer answer = new FutureAnswer();
    request(kind, header, timeout, answer);
    return answer.future();
  }

  @Override
  public Cancellable request(
      FrameKind kind, MessageLite header, Duration timeout, AnswerHandler answers) {
    Sending sending = new Sending(kind, header, timeout, answers);
    onLoop(sending::start, () -> answers.onFailure(closedException()));
    return sending;
  }

  @Override
  public void notify(FrameKind kind, MessageLite header) {
    channel.writeAndFlush(OutboundFrame.control(kind, 0, header));
  }

  @Override
  public CompletableFuture<Void> close() {
    onLoop(
        () -> {
          if (!closing) {
            closing = true;
            asking.failAll(closedException());
            eventLoop()
                .schedule(
                    (Runnable) channel::close,
                    config.drainTimeout().toNanos(),
                    TimeUnit.NANOSECONDS);
            closeWhenDrained();
          }
        },
        () -> {});
    return closed;
  }

  @Override
  public void abort(ErrorCode code, String message) {
    onLoop(() -> end(new ProtocolException(code, message)), () -> {});
  }

  // --- The pipeline's side, event loop only ---

  /** The greetings are exchanged. */
  void greeted(Greeting greeting, long millis) {
    remote = greeting;
    handshakeMillis = millis;
    handler.onReady(this);
    ready.complete(this);
  }

  void write(OutboundFrame frame) {
    channel.writeAndFlush(frame);
  }

  void writeError(int requestId, ErrorCode code, String message) {
    write(errorFrame(requestId, code, message));
  }

  private static OutboundFrame errorFrame(int requestId, ErrorCode code, String message) {
    String sentence = message.substring(0, Math.min(message.length(), Limits.MAX_ERROR_CHARS));
    Error error = Error.newBuilder().setCode(code.number()).setMessage(sentence).build();
    return OutboundFrame.answer(FrameKind.ERROR, requestId, error);
  }

  BodySender bodies() {
    return bodies;
  }

  /** An arrived request's last frame is written. */
  void finished(InboundRequest request) {
    answering.finished(request);
    closeWhenDrained();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws ProtocolException {
    if (message instanceof ByteBuf bytes) {
      try {
        asking.onBody(bytes);
      } finally {
        bytes.release();
      }
    } else if (cause == null) {
      route((InboundFrame) message);
    }
  }

  private void route(InboundFrame frame) throws ProtocolException {
    FrameKind kind = frame.kind();
    MessageLite header = frame.header();
    if (kind == null || header == null) {
      writeError(frame.requestId(), ErrorCode.UNKNOWN_KIND, "this kind of frame is not known here");
      return;
    }
    switch (kind.place()) {
      case REQUEST -> serve(frame.requestId(), kind, header);
      case NOTICE -> notice(frame.requestId(), kind, header);
      case ANSWER -> {
        if (frame.requestId() == 0 && header instanceof Error error) {
          cause =
              new TransportException.Closed(
                  ErrorCode.of(error.getCode()),
                  "closed by the other side: " + PlainText.of(error.getMessage()),
                  null);
        } else {
          asking.onAnswer(frame);
        }
      }
    }
  }

  private void serve(int id, FrameKind kind, MessageLite header) throws ProtocolException {
    if (closing) {
      writeError(id, ErrorCode.SHUTTING_DOWN, "this side is shutting down");
      return;
    }
    InboundRequest request = answering.admit(id, kind, header);
    if (request == null) {
      return;
    }
    try {
      handler.onRequest(this, request);
    } catch (RuntimeException e) {
      log.error("answering {} failed", kind, e);
      request.fail(ErrorCode.INTERNAL, "the request could not be answered");
    }
  }

  private void notice(int requestId, FrameKind kind, MessageLite header) throws ProtocolException {
    switch (kind) {
      case PING -> notify(FrameKind.PONG, Pong.getDefaultInstance());
      case PONG -> {}
      case CANCEL -> answering.cancel(requestId);
      case HELLO -> throw new ProtocolException(ErrorCode.PROTOCOL_VIOLATION, "a second Hello");
      default -> handler.onNotice(this, kind, header);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (!(event instanceof IdleStateEvent idle)) {
      ctx.fireUserEventTriggered(event);
    } else if (idle.isFirst()) {
      notify(FrameKind.PING, Ping.getDefaultInstance());
    } else {
      end(new ProtocolException(ErrorCode.TIMED_OUT, "nothing was heard for too long"));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) {
    end(thrown);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    closing = true;
    TransportException why = closedException();
    asking.failAll(why);
    answering.abandonAll();
    bodies.clear();
    if (remote == null) {
      ready.completeExceptionally(
          new TransportException.Unreachable(
              why.code(), String.valueOf(why.getMessage()), why.getCause()));
    } else {
      handler.onClosed(this, cause);
    }
    closed.complete(null);
  }

  /** Turns a connection away before any greeting. */
  void refuse(ProtocolException why) {
    end(why);
  }

  /**
   * Tells the other side why, as far as that is its business, and closes. The first reason counts.
   */
  private void end(Throwable why) {
    if (cause != null || !channel.isActive()) {
      return;
    }
    cause = why;
    closing = true;
    if (why instanceof IOException) {
      channel.close();
      return;
    }
    if (why instanceof ProtocolException broken) {
      explain(broken.code(), String.valueOf(why.getMessage()));
    } else {
      log.error("connection to {} failed", remoteAddress, why);
      explain(ErrorCode.INTERNAL, "internal error");
    }
  }

  /**
   * Sends the reason, then closes the sending half only and drops what still arrives, for a moment:
   * a socket closed with unread bytes resets the connection, and the reason would be lost with it.
   */
  private void explain(ErrorCode code, String message) {
    channel
        .writeAndFlush(errorFrame(0, code, message))
        .addListener(
            sent -> {
              if (channel instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
              }
            });
    eventLoop().schedule((Runnable) channel::close, LINGER_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void closeWhenDrained() {
    if (closing && cause == null && answering.isIdle() && bodies.isIdle()) {
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private TransportException closedException() {
    Throwable why = cause;
    if (why instanceof TransportException known) {
      return known;
    }
    ErrorCode code = why instanceof ProtocolException broken ? broken.code() : ErrorCode.UNKNOWN;
    String reason = why == null ? "the connection was closed" : String.valueOf(why.getMessage());
    return new TransportException.Closed(code, reason, why);
  }

  private void onLoop(Runnable action, Runnable otherwise) {
    if (eventLoop().inEventLoop()) {
      action.run();
      return;
    }
    try {
      eventLoop().execute(action);
    } catch (RejectedExecutionException e) {
      otherwise.run();
    }
  }

  /** One request on its way to the loop; state on the loop only. */
  private final class Sending implements Cancellable {
    private final FrameKind kind;
    private final MessageLite header;
    private final Duration timeout;
    private final AnswerHandler answers;
    private PendingRequests.@Nullable Pending pending;
    private boolean cancelled;

    Sending(FrameKind kind, MessageLite header, Duration timeout, AnswerHandler answers) {
      this.kind = kind;
      this.header = header;
      this.timeout = timeout;
      this.answers = answers;
    }

    void start() {
      if (cancelled) {
        answers.onFailure(new TransportException.Cancelled());
      } else if (closing || !channel.isActive()) {
        answers.onFailure(closedException());
      } else {
        pending = asking.send(kind, header, timeout.toNanos(), answers);
      }
    }

    @Override
    public void cancel() {
      onLoop(
          () -> {
            cancelled = true;
            if (pending != null) {
              asking.cancel(pending);
            }
          },
          () -> {});
    }
  }

  @Override
  public String toString() {
    return "Connection[" + localAddress + " - " + remoteAddress + "]";
  }
}
