package dev.shoal.peer.internal.serve;

import dev.shoal.peer.internal.access.Audience;
import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.ChunkSet;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.Manifest;
import dev.shoal.transport.Body;
import dev.shoal.transport.RateLimit;
import dev.shoal.transport.SharedChannel;
import java.util.concurrent.CompletableFuture;

/** The verified chunks of a download, served out of its part file while it grows. */
public final class PartialHolding implements Holding {
  private final Manifest manifest;
  private final String name;
  private final SharedChannel part;
  private final ChunkSet held;
  private final RateLimit limit;
  private volatile Audience audience;
  private boolean closed;

  /**
   * @param part one reference is taken over
   * @param held verified so far; copied
   * @param limit of what is sent of it
   */
  public PartialHolding(
      Manifest manifest,
      String name,
      Audience audience,
      SharedChannel part,
      ChunkSet held,
      RateLimit limit) {
    this.manifest = manifest;
    this.audience = audience;
    this.name = name;
    this.part = part;
    this.held = held.copy();
    this.limit = limit;
  }

  /** A chunk has been verified and written. */
  public synchronized void add(int chunk) {
    held.add(chunk);
  }

  /** Serves nothing any more and gives the part file back. */
  public synchronized void close() {
    if (!closed) {
      closed = true;
      part.release();
    }
  }

  /** The only size in which chunks are held, bytes. */
  int chunkSize() {
    return manifest.layout().chunkSize();
  }

  @Override
  public FileId fileId() {
    return manifest.fileId();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Audience audience() {
    return audience;
  }

  @Override
  public void setAudience(Audience value) {
    audience = value;
  }

  @Override
  public CompletableFuture<Manifest> manifest(int chunkSize) {
    try {
      if (chunkSize != 0) {
        require(chunkSize);
      }
      return CompletableFuture.completedFuture(manifest);
    } catch (Refusal refusal) {
      return CompletableFuture.failedFuture(refusal);
    }
  }

  @Override
  public synchronized ChunkSet chunks(int chunkSize) throws Refusal {
    require(chunkSize);
    return held.copy();
  }

  @Override
  public synchronized CompletableFuture<Body> chunk(int chunkSize, int chunk) {
    try {
      require(chunkSize);
      ChunkLayout layout = manifest.layout();
      if (closed || chunk < 0 || chunk >= layout.count() || !held.contains(chunk)) {
        throw new Refusal(ErrorCode.CHUNK_NOT_HELD, "this chunk is not held here");
      }
      return CompletableFuture.completedFuture(
          Body.of(part.retain(), layout.offset(chunk), layout.size(chunk)).limitedBy(limit));
    } catch (Refusal refusal) {
      return CompletableFuture.failedFuture(refusal);
    }
  }

  private void require(int chunkSize) throws Refusal {
    int own = manifest.layout().chunkSize();
    if (chunkSize != own) {
      throw new Refusal(
          ErrorCode.CHUNK_SIZE_UNAVAILABLE, "only chunks of " + own + " bytes are held here");
    }
  }
}
