package dev.shoal.peer.internal.serve;

import dev.shoal.peer.FileChangedException;
import dev.shoal.peer.SharedFile;
import dev.shoal.peer.internal.access.Audience;
import dev.shoal.peer.internal.hash.FileHasher;
import dev.shoal.peer.internal.hash.HashedFile;
import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.ChunkSet;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.Manifest;
import dev.shoal.protocol.ShoalLink;
import dev.shoal.transport.Body;
import dev.shoal.transport.RateLimit;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A complete file, served from where it lies, in chunks of any size, for as long as it stays the
 * one that was hashed. Thread-safe.
 */
public final class ServedFile implements Holding, SharedFile {
  private final Path path;
  private final String name;
  private final List<String> trackers;
  private final FileId fileId;
  private final Manifests manifests;
  private final GuardedFile file;
  private final RateLimit limit;
  private final Spread spread;
  private volatile Audience audience;
  private final Library library;
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private volatile boolean replaced;

  /**
   * @param hashed the file, with its manifest in whatever chunk size
   * @param chunkSize offered first; 0: as fits the length
   * @param limit of what is sent of it
   * @param hasher for finer manifests
   */
  ServedFile(
      Library library,
      HashedFile hashed,
      String name,
      Audience audience,
      List<String> trackers,
      int chunkSize,
      RateLimit limit,
      FileHasher hasher,
      Executor workers) {
    this.library = library;
    this.path = hashed.path();
    this.name = name;
    this.audience = audience;
    this.trackers = trackers;
    this.fileId = hashed.manifest().fileId();
    this.spread = new Spread(hashed.manifest().layout().length());
    this.file = new GuardedFile(path, hashed.stamp(), workers, library.openFiles());
    this.limit = limit;
    this.manifests =
        new Manifests(
            hashed.manifest(),
            chunkSize,
            () -> hasher.hash(path, bytes -> {}).thenApply(HashedFile::manifest));
  }

  @Override
  public FileId fileId() {
    return fileId;
  }

  @Override
  public Path path() {
    return path;
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
  public long length() {
    return manifests.length();
  }

  @Override
  public boolean isPublic() {
    return audience.everybody();
  }

  @Override
  public ShoalLink link() {
    return new ShoalLink(fileId, name, trackers);
  }

  @Override
  public void setUploadLimit(long bytesPerSecond) {
    limit.set(bytesPerSecond);
  }

  @Override
  public void stop() {
    if (library.remove(this, ErrorCode.NOT_FOUND, "the file is not shared any more")) {
      end(null);
    }
  }

  @Override
  public CompletableFuture<Void> stopped() {
    return stopped.copy();
  }

  @Override
  public boolean isReplaced() {
    return replaced;
  }

  @Override
  public CompletableFuture<Manifest> manifest(int chunkSize) {
    return manifests.in(chunkSize).whenComplete((manifest, failure) -> dropIfChanged(failure));
  }

  @Override
  public ChunkSet chunks(int chunkSize) throws Refusal {
    manifests.require(chunkSize);
    return ChunkSet.complete(new ChunkLayout(length(), chunkSize).count());
  }

  @Override
  public int choose(int chunkSize, List<Integer> chunks) throws Refusal {
    manifests.require(chunkSize);
    return spread.choose(chunkSize, chunks);
  }

  @Override
  public CompletableFuture<Body> chunk(int chunkSize, int chunk) {
    ChunkLayout layout;
    try {
      manifests.require(chunkSize);
      layout = new ChunkLayout(length(), chunkSize);
      if (chunk < 0 || chunk >= layout.count()) {
        throw new Refusal(ErrorCode.BAD_REQUEST, "the file has " + layout.count() + " chunks");
      }
    } catch (Refusal refusal) {
      return CompletableFuture.failedFuture(refusal);
    }
    return file.open(layout.offset(chunk), layout.size(chunk))
        .whenComplete((channel, failure) -> dropIfChanged(failure))
        .thenApply(
            channel -> Body.of(channel, layout.offset(chunk), layout.size(chunk)).limitedBy(limit));
  }

  /** When it was last changed before it was hashed, milliseconds since 1970. */
  public long modifiedMillis() {
    return file.modifiedMillis();
  }

  /** What is sent of it counts against this. */
  public RateLimit limit() {
    return limit;
  }

  /**
   * A run of its bytes, where they lie; the caller releases the body. Fails with a {@link Refusal}.
   *
   * @param length bytes, at least 1
   */
  public CompletableFuture<Body> run(long position, int length) {
    return file.open(position, length)
        .whenComplete((channel, failure) -> dropIfChanged(failure))
        .thenApply(channel -> Body.of(channel, position, length));
  }

  /**
   * A run of its bytes, read into memory while the file still was the one that was hashed; the
   * caller releases the body. Fails with a {@link Refusal}.
   *
   * @param length bytes, at least 1 and not many
   */
  public CompletableFuture<Body> confirmed(long position, int length) {
    return file.confirmed(position, length)
        .whenComplete((bytes, failure) -> dropIfChanged(failure))
        .thenApply(Body::of);
  }

  /** Whether it may travel whole in a batch: it is small, and no limit is its own. */
  boolean travelsWhole() {
    return length() <= Limits.MAX_WHOLE_FILE_BYTES && limit.bytesPerSecond() == 0;
  }

  /** Reads all of it behind what is in a buffer; blocks. */
  void read(ByteBuf into) throws Refusal {
    try {
      file.read(into);
    } catch (Refusal refusal) {
      dropIfChanged(refusal);
      throw refusal;
    }
  }

  /** Looks after the file now and then: notices a change. Blocks. */
  void sweep() {
    try {
      file.check();
    } catch (Refusal refusal) {
      dropIfChanged(refusal);
    }
  }

  /** Another one serves the content from now on. */
  void endReplaced() {
    replaced = true;
    end(null);
  }

  /** Is not served any more; a cause if that is not by request. */
  void end(@Nullable Throwable cause) {
    file.close();
    if (cause == null) {
      stopped.complete(null);
    } else {
      stopped.completeExceptionally(cause);
    }
  }

  private void dropIfChanged(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof Refusal refusal
        && refusal.code() == ErrorCode.FILE_CHANGED
        && library.remove(this, refusal.code(), String.valueOf(refusal.getMessage()))) {
      end(
          new FileChangedException(
              path + " is not shared any more: " + refusal.getMessage(), refusal));
    }
  }

  @Override
  public String toString() {
    return "ServedFile[" + path + ", " + fileId + "]";
  }
}
