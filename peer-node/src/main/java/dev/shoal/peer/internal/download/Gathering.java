package dev.shoal.peer.internal.download;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.transport.AnswerHandler;
import dev.shoal.transport.Connection;
import dev.shoal.transport.TransportException;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Gathers a short answer with its body: a page of a manifest, a chunk set. */
final class Gathering implements AnswerHandler {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final CompletableFuture<Answer> future = new CompletableFuture<>();
  private final int maxBody;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private @Nullable MessageLite header;

  /** The first frame's header and the bodies of all. */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  record Answer(MessageLite header, byte[] body) {}

  private Gathering(int maxBody) {
    this.maxBody = maxBody;
  }

  /** Asks; a longer body than allowed breaks the protocol. */
  static CompletableFuture<Answer> request(
      Connection connection, FrameKind kind, MessageLite header, int maxBody) {
    Gathering gathering = new Gathering(maxBody);
    connection.request(kind, header, TIMEOUT, gathering);
    return gathering.future;
  }

  @Override
  public void onFrame(MessageLite frame, int bodyLength) throws ProtocolException {
    if (header == null) {
      header = frame;
    }
    if (bodyLength > maxBody - body.size()) {
      throw new ProtocolException(ErrorCode.PROTOCOL_VIOLATION, "an answer longer than was asked");
    }
  }

  @Override
  public void onBody(ByteBuf bytes) {
    byte[] piece = new byte[bytes.readableBytes()];
    bytes.readBytes(piece);
    body.writeBytes(piece);
  }

  @Override
  public void onComplete() {
    if (header != null) {
      future.complete(new Answer(header, body.toByteArray()));
    }
  }

  @Override
  public void onFailure(TransportException cause) {
    future.completeExceptionally(cause);
  }
}
