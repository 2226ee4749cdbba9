package dev.shoal.transport.internal;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Error;
import dev.shoal.protocol.wire.Ping;
import dev.shoal.protocol.wire.Pong;
import dev.shoal.transport.ConnectionHandler;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.IdleStateEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Last in the pipeline: leads arriving frames to the requests they answer or to the application,
 * and ends the connection on whatever breaks the protocol and on silence.
 */
final class FrameRouter extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(FrameRouter.class);

  private final NettyConnection connection;
  private final ConnectionHandler handler;
  private final Ending ending;
  private final Outbox outbox;
  private final Asking asking;
  private final Answering answering;
  private final BodySender bodies;
  private final Intake intake;

  /** As of the last time that nothing was heard for a while. */
  private long bytesSent;

  FrameRouter(
      NettyConnection connection,
      ConnectionHandler handler,
      Ending ending,
      Outbox outbox,
      Asking asking,
      Answering answering,
      BodySender bodies,
      Intake intake) {
    this.connection = connection;
    this.handler = handler;
    this.ending = ending;
    this.outbox = outbox;
    this.asking = asking;
    this.answering = answering;
    this.bodies = bodies;
    this.intake = intake;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws ProtocolException {
    if (message instanceof ByteBuf bytes) {
      try {
        if (ending.listens()) {
          int length = bytes.readableBytes();
          if (intake.bodyReceived(ctx.channel(), asking.onBody(bytes), length)) {
            ping();
          }
        }
      } finally {
        bytes.release();
      }
    } else if (ending.listens()) {
      route((InboundFrame) message);
    }
  }

  private void route(InboundFrame frame) throws ProtocolException {
    FrameKind kind = frame.kind();
    MessageLite header = frame.header();
    if (kind == null || header == null) {
      if (frame.requestId() == 0 || frame.isLast()) {
        intake.notice(); // or an answer: neither wants one
      } else if (answering.isWithinRate()) {
        answering.refuse(
            frame.requestId(), ErrorCode.UNKNOWN_KIND, "this kind of frame is not known here");
      } else {
        answering.refuse(frame.requestId(), ErrorCode.LIMIT_EXCEEDED, answering.rateExceeded());
      }
      return;
    }
    switch (kind.place()) {
      case REQUEST -> serve(frame.requestId(), kind, header);
      case NOTICE -> notice(frame.requestId(), kind, header);
      case ANSWER -> {
        if (frame.requestId() == 0 && header instanceof Error reason) {
          ending.told(reason);
        } else {
          asking.onAnswer(frame, header);
        }
      }
    }
  }

  private void serve(int id, FrameKind kind, MessageLite header) throws ProtocolException {
    if (ending.hasBegun()) {
      answering.checkUnused(kind, id);
      answering.refuse(id, ErrorCode.SHUTTING_DOWN, "this side is shutting down");
      return;
    }
    InboundRequest request = answering.admit(id, kind, header);
    if (request == null) {
      return;
    }
    try {
      handler.onRequest(connection, request);
    } catch (RuntimeException e) {
      log.error("answering {} failed", kind, e);
      request.fail(ErrorCode.INTERNAL, "the request could not be answered");
    }
  }

  private void notice(int requestId, FrameKind kind, MessageLite header) throws ProtocolException {
    intake.notice();
    switch (kind) {
      case PING -> outbox.send(OutboundFrame.control(FrameKind.PONG, 0, Pong.getDefaultInstance()));
      case PONG -> {}
      case CANCEL -> answering.cancel(requestId);
      case HELLO -> throw new ProtocolException(ErrorCode.PROTOCOL_VIOLATION, "a second Hello");
      default -> handler.onNotice(connection, kind, header);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (!(event instanceof IdleStateEvent idle)) {
      ctx.fireUserEventTriggered(event);
      return;
    }
    if (!ending.listens()) {
      return; // the last word is said
    }
    // On a slow line the answer to a ping waits behind bodies; that they move is a sign of life.
    // Nothing is heard while this side does not listen, because too much has come.
    boolean moving = bodies.bytesSent() != bytesSent;
    bytesSent = bodies.bytesSent();
    if (idle.isFirst() || moving || intake.isPaused()) {
      ping();
    } else {
      ending.fail(new ProtocolException(ErrorCode.TIMED_OUT, "nothing was heard for too long"));
    }
  }

  private void ping() {
    outbox.send(OutboundFrame.control(FrameKind.PING, 0, Ping.getDefaultInstance()));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) {
    ending.fail(thrown);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    connection.ended();
  }
}
