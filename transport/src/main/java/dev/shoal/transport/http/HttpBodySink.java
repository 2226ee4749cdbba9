package dev.shoal.transport.http;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletableFuture;

/** Where the body of a request goes as it arrives. */
@FunctionalInterface
public interface HttpBodySink {
  /**
   * Takes the next bytes. Called on the connection's event loop, which must not be blocked.
   *
   * @param bytes to be released by the sink
   * @return completes, on whatever thread, when the sink wants more: until then nothing more is
   *     read; or fails, and then the rest is not read at all
   */
  CompletableFuture<Void> take(ByteBuf bytes);
}
