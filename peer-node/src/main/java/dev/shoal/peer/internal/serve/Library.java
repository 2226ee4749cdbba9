package dev.shoal.peer.internal.serve;

import com.google.protobuf.ByteString;
import dev.shoal.peer.ShareOptions;
import dev.shoal.peer.internal.hash.FileHasher;
import dev.shoal.peer.internal.hash.HashedFile;
import dev.shoal.peer.internal.tracker.Announcement;
import dev.shoal.peer.internal.tracker.TrackerClient;
import dev.shoal.protocol.ChunkSet;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.wire.PublishedFile;
import dev.shoal.transport.RateLimit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Where files come to be served and cease to be: enters them in the node's {@link Holdings}, makes
 * them known to the tracker, and tells those who watch. Thread-safe: both happen under one lock,
 * within which nothing blocks, so that the tracker is told of changes in their order.
 */
public final class Library {
  private final Holdings holdings;
  private final Watchers watchers;
  private final @Nullable TrackerClient tracker;
  private final List<String> trackerNames;
  private final FileHasher hasher;
  private final Executor workers;
  private final RateLimit uploads;

  /**
   * @param tracker null if the node has none
   * @param trackerNames as links name them
   * @param uploads within which each file's own limit is
   */
  public Library(
      Holdings holdings,
      Watchers watchers,
      @Nullable TrackerClient tracker,
      List<String> trackerNames,
      FileHasher hasher,
      Executor workers,
      RateLimit uploads) {
    this.holdings = holdings;
    this.watchers = watchers;
    this.tracker = tracker;
    this.trackerNames = trackerNames;
    this.hasher = hasher;
    this.workers = workers;
    this.uploads = uploads;
  }

  /**
   * Serves a file that this node's user shares, and publishes it.
   *
   * @return completes when the tracker knows, or can't be told now
   */
  public CompletableFuture<ServedFile> share(HashedFile hashed, String name, ShareOptions options) {
    PublishedFile publication =
        PublishedFile.newBuilder()
            .setFileId(ByteString.copyFrom(hashed.manifest().fileId().toBytes()))
            .setLength(hashed.manifest().layout().length())
            .setName(name)
            .addAllTags(options.tags())
            .build();
    synchronized (this) {
      ServedFile file = served(hashed, name, options.chunkSize(), options.uploadLimit());
      return announce(Announcement.complete(publication)).handle((known, failure) -> file);
    }
  }

  /**
   * Serves a file that this node has downloaded, in place of the part of it. What the user shares
   * already stays as it is.
   */
  public synchronized void keep(HashedFile file, String name) {
    if (find(file.manifest().fileId()).isEmpty()) {
      ServedFile served = served(file, name, file.manifest().layout().chunkSize(), 0);
      announce(Announcement.complete(served.fileId()));
    }
  }

  /** Serves the verified part of a download while it grows, unless the whole is served already. */
  public synchronized void addPart(PartialHolding part, ChunkSet held) {
    if (holdings.putIfAbsent(part)) {
      int chunkSize = part.chunkSize();
      announce(Announcement.partial(part.fileId(), chunkSize, held));
    }
  }

  /** A download has one chunk more: serves it, and tells who waits for it. */
  public void gained(PartialHolding part, int chunk) {
    part.add(chunk);
    if (holdings.find(part.fileId()) == part) { // another download of the file may be served
      watchers.have(part.fileId(), part.chunkSize(), chunk);
    }
  }

  /** Stops serving a holding; false if it is not, or no longer, the one that is served. */
  public synchronized boolean remove(Holding holding, ErrorCode code, String message) {
    if (!holdings.remove(holding)) {
      return false;
    }
    watchers.gone(holding.fileId(), code, message);
    if (tracker != null) {
      tracker.withdraw(holding.fileId());
    }
    return true;
  }

  /** The complete file with that id, if this node serves one. */
  public Optional<ServedFile> find(FileId fileId) {
    return holdings.find(fileId) instanceof ServedFile file ? Optional.of(file) : Optional.empty();
  }

  /** Looks after all files; blocks. To be called every few seconds. */
  public void sweep() {
    holdings.all().forEach(holding -> sweep(holding));
  }

  /** Serves nothing any more; the tracker is told by the end of the lease. */
  public void close() {
    for (Holding holding : holdings.all()) {
      if (holdings.remove(holding) && holding instanceof ServedFile file) {
        file.end(null);
      }
    }
  }

  private static void sweep(Holding holding) {
    if (holding instanceof ServedFile file) {
      file.sweep();
    }
  }

  private ServedFile served(HashedFile hashed, String name, int chunkSize, long uploadLimit) {
    RateLimit limit = uploads.inner(uploadLimit);
    ServedFile file =
        new ServedFile(this, hashed, name, trackerNames, chunkSize, limit, hasher, workers);
    Holding before = holdings.put(file);
    if (before instanceof ServedFile replaced) {
      replaced.end(null);
    }
    return file;
  }

  private CompletableFuture<Void> announce(Announcement announcement) {
    return tracker == null
        ? CompletableFuture.completedFuture(null)
        : tracker.announce(announcement);
  }
}
