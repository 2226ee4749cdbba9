package dev.shoal.tracker.internal.access;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.FrameKind;
import java.util.concurrent.CompletableFuture;

/** Answers some kinds of request about accounts and groups. On the loop. */
public interface AccessRequests {
  /** Whether requests of that kind are answered here. */
  boolean takes(FrameKind kind);

  /**
   * Answers a request.
   *
   * @param kind one that is taken
   * @param header a message of that kind
   * @return completes on the loop, at once or later; fails with a {@link
   *     dev.shoal.protocol.ProtocolException}. Never throws
   */
  CompletableFuture<? extends MessageLite> serve(Asker asker, FrameKind kind, MessageLite header);
}
