package dev.shoal.transport.http;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Collects a body that is text. */
final class TextSink implements HttpBodySink {
  private final int maxBytes;
  private final ByteArrayOutputStream collected = new ByteArrayOutputStream();

  private TextSink(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  static CompletableFuture<String> read(RequestBody body, int maxBytes) {
    if (body.length() > maxBytes) {
      return CompletableFuture.failedFuture(tooLong(maxBytes));
    }
    TextSink sink = new TextSink(maxBytes);
    return body.read(sink).thenApply(all -> sink.text());
  }

  @Override
  public CompletableFuture<Void> take(ByteBuf bytes) {
    try {
      if (bytes.readableBytes() > maxBytes - collected.size()) {
        return CompletableFuture.failedFuture(tooLong(maxBytes));
      }
      byte[] copy = new byte[bytes.readableBytes()];
      bytes.readBytes(copy);
      collected.writeBytes(copy);
      return CompletableFuture.completedFuture(null);
    } finally {
      bytes.release();
    }
  }

  private String text() {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(collected.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new CompletionException(
          new HttpException(400, "bad-request", "the body is no UTF-8 text"));
    }
  }

  private static HttpException tooLong(int maxBytes) {
    return new HttpException(
        413, "too-large", "the body of this request may have at most " + maxBytes + " bytes");
  }
}
