package dev.shoal.transport.internal;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.transport.Body;
import dev.shoal.transport.Request;
import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.IntFunction;

/** A request of the other side; its state belongs to the connection's event loop. */
final class InboundRequest implements Request {
  private final NettyConnection connection;
  private final int id;
  private final FrameKind kind;
  private final MessageLite header;
  private boolean answered;
  private volatile boolean cancelled;

  InboundRequest(NettyConnection connection, int id, FrameKind kind, MessageLite header) {
    this.connection = connection;
    this.id = id;
    this.kind = kind;
    this.header = header;
  }

  int id() {
    return id;
  }

  @Override
  public FrameKind kind() {
    return kind;
  }

  @Override
  public MessageLite header() {
    return header;
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public void answer(MessageLite answer) {
    onLoop(
        () -> {
          if (claim()) {
            connection.write(OutboundFrame.answer(kind.answer(), id, answer));
            finish();
          }
        },
        () -> {});
  }

  @Override
  public void answer(IntFunction<? extends MessageLite> headers, Body body) {
    onLoop(
        () -> {
          if (claim()) {
            connection.bodies().send(this, headers, body);
          } else {
            body.release();
          }
        },
        body::release);
  }

  @Override
  public void fail(ErrorCode code, String message) {
    onLoop(
        () -> {
          if (claim()) {
            connection.writeError(id, code, message);
            finish();
          }
        },
        () -> {});
  }

  /** The other side withdrew it: nothing more is sent than the notice that it is over. */
  void cancel() {
    cancelled = true;
    if (!answered || connection.bodies().cancel(this)) {
      answered = true;
      connection.writeError(id, ErrorCode.CANCELLED, "cancelled as you asked");
      finish();
    }
  }

  /** The connection is gone: whatever is answered from now on is dropped. */
  void abandon() {
    cancelled = true;
    answered = true;
  }

  /** Its last frame is written. */
  void finish() {
    connection.finished(this);
  }

  private boolean claim() {
    boolean first = !answered;
    answered = true;
    return first;
  }

  /** Runs an action on the loop, or the alternative here when the loop is shut down. */
  private void onLoop(Runnable action, Runnable otherwise) {
    EventLoop loop = connection.eventLoop();
    if (loop.inEventLoop()) {
      action.run();
      return;
    }
    try {
      loop.execute(action);
    } catch (RejectedExecutionException e) {
      otherwise.run();
    }
  }
}
