package dev.shoal.transport.internal;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.FrameKind;
import dev.shoal.transport.AnswerHandler;
import dev.shoal.transport.Connection.Cancellable;
import dev.shoal.transport.TransportException;
import dev.shoal.transport.internal.PendingRequests.Pending;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/** A request of this side, which may be cancelled before it has reached the connection's loop. */
final class OutboundRequest implements Cancellable {
  private final EventLoop loop;
  private final Asking asking;
  private final AnswerHandler answers;
  private @Nullable Pending pending;
  private boolean cancelled;

  OutboundRequest(EventLoop loop, Asking asking, AnswerHandler answers) {
    this.loop = loop;
    this.asking = asking;
    this.answers = answers;
  }

  /** On the loop. */
  void send(FrameKind kind, MessageLite header, long timeoutNanos) {
    if (cancelled) {
      answers.onFailure(new TransportException.Cancelled());
    } else {
      pending = asking.send(kind, header, timeoutNanos, answers);
    }
  }

  @Override
  public void cancel() {
    Loops.run(
        loop,
        () -> {
          cancelled = true;
          if (pending != null) {
            asking.cancel(pending);
          }
        },
        () -> {});
  }
}
