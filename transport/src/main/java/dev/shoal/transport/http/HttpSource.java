package dev.shoal.transport.http;

import dev.shoal.transport.Body;
import dev.shoal.transport.RateLimit;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Where the bytes of a large answer come from, piece by piece. */
@FunctionalInterface
public interface HttpSource {
  /**
   * Gets the next piece. Called on the connection's event loop, which must not be blocked, when the
   * kernel has taken all of the piece before.
   *
   * @param offset in the body of the answer
   * @param most bytes, at least 1
   * @return a piece of 1 to {@code most} bytes, from whatever thread, whose reference is taken
   *     over; fails if the rest can't be had: the connection is closed then, so that nobody takes
   *     what was sent for the whole
   */
  CompletableFuture<Body> read(long offset, int most);

  /** What its bytes count against, and wait for; null: nothing. */
  default @Nullable RateLimit limit() {
    return null;
  }

  /** Nothing more is wanted; once, whether or not anything was. */
  default void close() {}
}
