package dev.shoal.peer.internal.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.Manifest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ManifestsTest {
  private static final int FINEST = 64 << 10;
  private static final Manifest FINE = manifest((byte) 1);

  private final Queue<CompletableFuture<Manifest>> rehashes = new ArrayDeque<>();

  @Test
  void shouldFoldCoarserManifestsWithoutHashing() {
    Manifests manifests = manifests(FINE, 0);
    assertThat(manifests.in(FINEST)).isCompletedWithValue(FINE);
    assertThat(manifests.in(1 << 20)).isCompletedWithValue(FINE.coarsen(1 << 20));
    assertThat(manifests.in(0)).isCompletedWithValue(FINE.coarsen(256 << 10));
    assertThat(rehashes).isEmpty();
  }

  @Test
  void shouldOfferThePreferredSizeFirst() {
    assertThat(manifests(FINE, 4 << 20).in(0)).isCompletedWithValue(FINE.coarsen(4 << 20));
  }

  @Test
  void shouldHashOnceWhenAFinerManifestIsWanted() {
    Manifests manifests = manifests(FINE.coarsen(256 << 10), 0);
    CompletableFuture<Manifest> first = manifests.in(FINEST);
    CompletableFuture<Manifest> second = manifests.in(FINEST);
    assertThat(rehashes).hasSize(1);
    rehashes.remove().complete(FINE);
    assertThat(first).isCompletedWithValue(FINE);
    assertThat(second).isCompletedWithValue(FINE);
  }

  @Test
  void shouldTryAgainWhenHashingFailed() {
    Manifests manifests = manifests(FINE.coarsen(256 << 10), 0);
    CompletableFuture<Manifest> first = manifests.in(FINEST);
    rehashes.remove().completeExceptionally(new IllegalStateException("a busy disk"));
    assertThat(first).isCompletedExceptionally();
    manifests.in(FINEST); // clears the failure away
    CompletableFuture<Manifest> again = manifests.in(FINEST);
    rehashes.remove().complete(FINE);
    assertThat(again).isCompletedWithValue(FINE);
  }

  @Test
  void shouldRefuseWhenTheFileIsAnotherByNow() {
    Manifests manifests = manifests(FINE.coarsen(256 << 10), 0);
    CompletableFuture<Manifest> finer = manifests.in(FINEST);
    rehashes.remove().complete(manifest((byte) 2));
    assertThat(finer)
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(Refusal.class);
    assertThat(Refusal.in(finer.handle((done, failure) -> failure).join()).code())
        .isEqualTo(ErrorCode.FILE_CHANGED);
  }

  private Manifests manifests(Manifest known, int preferred) {
    return new Manifests(
        known,
        preferred,
        () -> {
          CompletableFuture<Manifest> rehash = new CompletableFuture<>();
          rehashes.add(rehash);
          return rehash;
        });
  }

  private static Manifest manifest(byte fill) {
    byte[] hashes = new byte[32 * 32];
    Arrays.fill(hashes, fill);
    return Manifest.of(new ChunkLayout(32L * FINEST, FINEST), hashes);
  }
}
