package dev.shoal.transport.internal;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.transport.Body;
import dev.shoal.transport.Request;
import java.util.function.IntFunction;

/** A request of the other side; its state belongs to the connection's event loop. */
final class InboundRequest implements Request {
  private final Answering answering;
  private final int id;
  private final FrameKind kind;
  private final MessageLite header;
  private boolean answered;
  private volatile boolean cancelled;

  InboundRequest(Answering answering, int id, FrameKind kind, MessageLite header) {
    this.answering = answering;
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
    settle(() -> answering.reply(this, OutboundFrame.answer(kind.answer(), id, answer)), () -> {});
  }

  @Override
  public void answer(IntFunction<? extends MessageLite> headers, Body body) {
    settle(() -> answering.stream(this, headers, body), body::release);
  }

  @Override
  public void fail(ErrorCode code, String message) {
    settle(() -> answering.reply(this, OutboundFrame.error(id, code, message)), () -> {});
  }

  /** The other side withdrew it: nothing more is sent than the notice that it is over. */
  void cancel() {
    cancelled = true;
    if (!answered || answering.withdraw(this)) {
      answered = true;
      answering.reply(this, OutboundFrame.error(id, ErrorCode.CANCELLED, "cancelled as you asked"));
    }
  }

  /** The connection is gone: whatever is answered from now on is dropped. */
  void abandon() {
    cancelled = true;
    answered = true;
  }

  /** Runs an action on the loop if it is the first answer, or else what disposes of the answer. */
  private void settle(Runnable action, Runnable drop) {
    Loops.run(
        answering.loop(),
        () -> {
          if (answered) {
            drop.run();
          } else {
            answered = true;
            action.run();
          }
        },
        drop);
  }
}
