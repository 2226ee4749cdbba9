package dev.shoal.transport.http;

import dev.shoal.transport.Body;
import dev.shoal.transport.RateLimit;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A source of as many letters as are wanted, that remembers what was asked of it. */
final class Pieces implements HttpSource {
  final List<Integer> asked = new ArrayList<>();
  int closed;
  int released;

  /** What comes next in place of letters; null: letters. */
  @Nullable CompletableFuture<Body> next;

  private final @Nullable RateLimit limit;

  Pieces() {
    this(null);
  }

  Pieces(@Nullable RateLimit limit) {
    this.limit = limit;
  }

  Body letters(int count) {
    return Body.of(
        Unpooled.wrappedBuffer(
            "x".repeat(count).getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
        () -> released++);
  }

  @Override
  public CompletableFuture<Body> read(long offset, int most) {
    asked.add(most);
    return next == null ? CompletableFuture.completedFuture(letters(most)) : next;
  }

  @Override
  public @Nullable RateLimit limit() {
    return limit;
  }

  @Override
  public void close() {
    closed++;
  }
}
