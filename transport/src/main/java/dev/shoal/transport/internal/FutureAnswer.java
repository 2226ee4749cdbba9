package dev.shoal.transport.internal;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.transport.AnswerHandler;
import dev.shoal.transport.TransportException;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Turns an answer of one frame without a body into a future. */
final class FutureAnswer implements AnswerHandler {
  private final CompletableFuture<MessageLite> future = new CompletableFuture<>();
  private @Nullable MessageLite header;

  CompletableFuture<MessageLite> future() {
    return future;
  }

  /** Runs an action when whoever has the future cancels it. */
  void onCancel(Runnable action) {
    future.whenComplete(
        (answer, failure) -> {
          if (future.isCancelled()) {
            action.run();
          }
        });
  }

  @Override
  public void onFrame(MessageLite frame, int bodyLength) throws ProtocolException {
    if (header != null || bodyLength > 0) {
      throw new ProtocolException(
          ErrorCode.PROTOCOL_VIOLATION, "the answer should be one frame without a body");
    }
    header = frame;
  }

  @Override
  public void onBody(ByteBuf bytes) {}

  @Override
  public void onComplete() {
    future.complete(header);
  }

  @Override
  public void onFailure(TransportException cause) {
    future.completeExceptionally(cause);
  }
}
