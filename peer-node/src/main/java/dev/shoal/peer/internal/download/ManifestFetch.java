package dev.shoal.peer.internal.download;

import com.google.protobuf.ByteString;
import dev.shoal.peer.internal.link.PeerLink;
import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.HashTree;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.Manifest;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.ManifestPage;
import dev.shoal.protocol.wire.ManifestRequest;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a file's manifest from one source, page by page, and has it prove itself. Memory grows
 * only with what arrives, whatever length the source claims.
 */
final class ManifestFetch {
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final PeerLink link;
  private final FileId fileId;
  private final Executor workers;
  private final ByteArrayOutputStream hashes = new ByteArrayOutputStream();
  private final long startNanos = System.nanoTime();
  private @Nullable ChunkLayout layout;

  private ManifestFetch(PeerLink link, FileId fileId, Executor workers) {
    this.link = link;
    this.fileId = fileId;
    this.workers = workers;
  }

  /**
   * Fetches it, in chunks of the size that the source prefers. Takes a minute at most, so that a
   * source can't hold the search up.
   *
   * @return fails with a {@link dev.shoal.transport.TransportException} or, for a source that lies,
   *     a {@link ProtocolException}
   */
  static CompletableFuture<Manifest> from(PeerLink link, FileId fileId, Executor workers) {
    return new ManifestFetch(link, fileId, workers).page(0, 0);
  }

  private CompletableFuture<Manifest> page(int chunkSize, int first) {
    ManifestRequest request =
        ManifestRequest.newBuilder()
            .setFileId(ByteString.copyFrom(fileId.toBytes()))
            .setChunkSize(chunkSize)
            .setFirstChunk(first)
            .build();
    return Gathering.request(
            link.connection(), FrameKind.MANIFEST_REQUEST, request, Limits.MAX_BODY_BYTES)
        .thenComposeAsync(this::take, workers);
  }

  private CompletableFuture<Manifest> take(Gathering.Answer answer) {
    ManifestPage page = (ManifestPage) answer.header();
    try {
      ChunkLayout claimed = new ChunkLayout(page.getLength(), page.getChunkSize());
      if (layout != null && !claimed.equals(layout)) {
        throw new IllegalArgumentException("its pages are not of one file");
      }
      layout = claimed;
      hashes.writeBytes(answer.body());
      int have = hashes.size() / HashTree.HASH_LENGTH;
      if (have < claimed.count()) {
        if (answer.body().length == 0 || answer.body().length % HashTree.HASH_LENGTH != 0) {
          throw new IllegalArgumentException("a page without whole hashes");
        }
        if (System.nanoTime() - startNanos > MOST_NANOS) {
          throw new IllegalArgumentException("its pages come too slowly");
        }
        return page(page.getChunkSize(), have);
      }
      return CompletableFuture.completedFuture(
          Manifest.verified(fileId, page.getLength(), page.getChunkSize(), hashes.toByteArray()));
    } catch (IllegalArgumentException e) {
      throw new CompletionException(
          new ProtocolException(
              ErrorCode.BAD_REQUEST, "the manifest is malformed: " + e.getMessage(), e));
    } catch (ProtocolException e) {
      throw new CompletionException(e);
    }
  }
}
