package dev.shoal.transport;

import com.google.protobuf.MessageLite;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Gathers an answer's bodies. */
class BodyCollector implements AnswerHandler {
  final CompletableFuture<byte[]> bytes = new CompletableFuture<>();
  final List<MessageLite> headers = new ArrayList<>();
  final List<Integer> bodyLengths = new ArrayList<>();
  final CompletableFuture<Boolean> begun = new CompletableFuture<>();
  private final ByteArrayOutputStream collected = new ByteArrayOutputStream();

  @Override
  public void onFrame(MessageLite header, int bodyLength) {
    headers.add(header);
    bodyLengths.add(bodyLength);
  }

  @Override
  public void onBody(ByteBuf piece) {
    byte[] copy = new byte[piece.readableBytes()];
    piece.getBytes(piece.readerIndex(), copy);
    collected.writeBytes(copy);
    begun.complete(true);
  }

  @Override
  public void onComplete() {
    if (!bytes.complete(collected.toByteArray())) {
      throw new AssertionError("told twice of the end");
    }
  }

  @Override
  public void onFailure(TransportException cause) {
    if (!bytes.completeExceptionally(cause)) {
      throw new AssertionError("told twice of the end", cause);
    }
  }
}
