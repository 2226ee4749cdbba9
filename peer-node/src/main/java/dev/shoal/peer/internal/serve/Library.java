package dev.shoal.peer.internal.serve;

import com.google.protobuf.ByteString;
import dev.shoal.peer.DeniedException;
import dev.shoal.peer.ShareOptions;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.internal.access.AccessErrors;
import dev.shoal.peer.internal.access.Audience;
import dev.shoal.peer.internal.access.GroupRegistrations;
import dev.shoal.peer.internal.access.GroupShares;
import dev.shoal.peer.internal.hash.FileHasher;
import dev.shoal.peer.internal.hash.HashedFile;
import dev.shoal.peer.internal.serve.PendingShares.Share;
import dev.shoal.peer.internal.tracker.Announcement;
import dev.shoal.peer.internal.tracker.TrackerClient;
import dev.shoal.peer.internal.tracker.TrackerFailures;
import dev.shoal.protocol.ChunkSet;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.wire.PublishedFile;
import dev.shoal.transport.RateLimit;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Where files come to be served and cease to be: enters them in the node's {@link Holdings}, makes
 * them known to the tracker, and tells those who watch. Thread-safe: both happen under one lock,
 * within which nothing blocks, so that the tracker is told of changes in their order.
 */
public final class Library implements GroupShares.Shelf {
  /** A process may often have no more than 1,024 files and connections. */
  private static final int MOST_OPEN = 512;

  private final Holdings holdings;
  private final Watchers watchers;
  private final @Nullable TrackerClient tracker;
  private final @Nullable GroupRegistrations groups;
  private final List<String> trackerNames;
  private final FileHasher hasher;
  private final Executor workers;
  private final RateLimit uploads;
  private final PendingShares pending = new PendingShares();
  private final OpenFiles openFiles = new OpenFiles(MOST_OPEN);
  private final Patrol patrol;

  /**
   * @param tracker null if the node has none
   * @param groups tells the tracker what is held in groups; null if the node has no tracker
   * @param trackerNames as links name them
   * @param uploads within which each file's own limit is
   */
  public Library(
      Holdings holdings,
      Watchers watchers,
      @Nullable TrackerClient tracker,
      @Nullable GroupRegistrations groups,
      List<String> trackerNames,
      FileHasher hasher,
      Executor workers,
      RateLimit uploads) {
    this.holdings = holdings;
    this.patrol = new Patrol(holdings);
    this.watchers = watchers;
    this.tracker = tracker;
    this.groups = groups;
    this.trackerNames = trackerNames;
    this.hasher = hasher;
    this.workers = workers;
    this.uploads = uploads;
  }

  /**
   * Serves a file that this node's user shares with everybody, and publishes it unless it is not to
   * be listed.
   *
   * @return completes when the tracker knows, or can't be told now; fails if it refuses to know,
   *     and then the file is not shared with everybody, unless it was before, or by another share
   *     meanwhile
   */
  public synchronized CompletableFuture<ServedFile> share(
      HashedFile hashed, String name, ShareOptions options) {
    Audience before = audience(hashed.manifest().fileId());
    ServedFile file = served(hashed, name, Audience.ofEverybody(), options);
    List<Share> begun = pending.begin(file.fileId(), Audience.ofEverybody(), before);
    CompletableFuture<Void> told =
        announce(
            options.listed()
                ? Announcement.complete(publication(hashed, name, options))
                : Announcement.complete(file.fileId()));
    CompletableFuture<Void> inGroups = register(file, file.audience(), true);
    return told.handle((known, failure) -> answered(file, begun, refusal(failure)))
        .thenCombine(inGroups.handle((known, failure) -> file), (taken, same) -> taken);
  }

  /**
   * Serves a file that this node's user shares in groups, which list it already if they are to;
   * besides it stays shared with whom it was.
   *
   * @return completes when the tracker knows, or can't be told now; fails if it refuses to know,
   *     and then the file is not shared in groups in which it was not before, nor by another share
   *     meanwhile
   */
  public synchronized CompletableFuture<ServedFile> share(
      HashedFile hashed, String name, ShareOptions options, Set<GroupId> shareIn) {
    Audience before = audience(hashed.manifest().fileId());
    ServedFile file = served(hashed, name, Audience.ofGroups(shareIn), options);
    List<Share> begun = pending.begin(file.fileId(), Audience.ofGroups(shareIn), before);
    register(file, file.audience().without(Audience.ofGroups(shareIn)), true);
    return register(file, Audience.ofGroups(shareIn), true)
        .handle((known, failure) -> answered(file, begun, refusalInGroups(failure)));
  }

  /** What lists say of a file. */
  public static PublishedFile publication(HashedFile hashed, String name, ShareOptions options) {
    return PublishedFile.newBuilder()
        .setFileId(ByteString.copyFrom(hashed.manifest().fileId().toBytes()))
        .setLength(hashed.manifest().layout().length())
        .setName(name)
        .addAllTags(options.tags())
        .build();
  }

  /**
   * Serves a file that this node has downloaded, in place of the part of it. What the user shares
   * already stays as it is; and of a part of another download, no more is served, nor to others,
   * than both were for: only who shares a file says that more people may have it.
   *
   * @param audience for whom it may be held
   */
  public synchronized void keep(HashedFile file, String name, Audience audience) {
    Holding part = holdings.find(file.manifest().fileId());
    Audience kept = part == null ? audience : part.audience().narrowedTo(audience);
    if (part instanceof ServedFile || kept.isNobody()) {
      return;
    }
    if (part != null) {
      narrow(part, kept);
    }
    ShareOptions options =
        ShareOptions.defaults().withChunkSize(file.manifest().layout().chunkSize());
    ServedFile served = served(file, name, kept, options);
    if (served.audience().everybody()) {
      announce(Announcement.complete(served.fileId()));
    }
    register(served, served.audience(), true);
  }

  /**
   * Serves the verified part of a download while it grows, unless it is for nobody, or the whole is
   * served already.
   */
  public synchronized void addPart(PartialHolding part, ChunkSet held) {
    if (!part.audience().isNobody() && holdings.putIfAbsent(part)) {
      if (part.audience().everybody()) {
        announce(Announcement.partial(part.fileId(), part.chunkSize(), held));
      }
      register(part, part.audience(), false);
    }
  }

  /** A download has one chunk more: serves it, and tells who waits for it. */
  public void gained(PartialHolding part, int chunk) {
    part.add(chunk);
    if (holdings.find(part.fileId()) == part) { // another download of the file may be served
      watchers.have(part, part.chunkSize(), chunk);
    }
  }

  /** Stops serving a holding; false if it is not, or no longer, the one that is served. */
  public synchronized boolean remove(Holding holding, ErrorCode code, String message) {
    if (!holdings.remove(holding)) {
      return false;
    }
    pending.keepOnly(holding.fileId(), Audience.ofGroups(Set.of()));
    watchers.gone(holding.fileId(), code, message);
    Audience audience = holding.audience();
    if (tracker != null && audience.everybody()) {
      tracker.withdraw(holding.fileId());
    }
    GroupRegistrations registered = groups;
    if (registered != null) {
      audience.groups().forEach(group -> registered.release(group, holding.fileId()));
    }
    return true;
  }

  @Override
  public boolean isServedIn(GroupId group, FileId fileId) {
    Holding holding = holdings.find(fileId);
    return holding != null && holding.audience().groups().contains(group);
  }

  @Override
  public void withdraw(GroupId group, FileId fileId) {
    withdraw(group, fileId, null);
  }

  /** A cause if that is not by request. */
  private synchronized void withdraw(GroupId group, FileId fileId, @Nullable Throwable cause) {
    Holding holding = holdings.find(fileId);
    if (holding == null || !holding.audience().groups().contains(group)) {
      return;
    }
    withdraw(holding, Audience.ofGroup(group), cause);
  }

  private void withdraw(Holding holding, Audience from, @Nullable Throwable cause) {
    Audience rest = holding.audience().without(from);
    if (!rest.isNobody()) {
      narrow(holding, rest);
    } else if (remove(holding, ErrorCode.NOT_FOUND, "the file is not shared any more")) {
      holding.setAudience(rest); // nor is it when what is a part as yet is complete
      if (holding instanceof ServedFile file) {
        file.end(cause);
      }
    }
  }

  /** Serves what is served to fewer people from now on. */
  private void narrow(Holding holding, Audience rest) {
    Audience before = holding.audience();
    holding.setAudience(rest);
    pending.keepOnly(holding.fileId(), rest);
    watchers.review(holding);
    if (tracker != null && before.everybody() && !rest.everybody()) {
      tracker.withdraw(holding.fileId()); // or it would be told of with the next session
    }
    GroupRegistrations registered = groups;
    if (registered != null) {
      before.groups().stream()
          .filter(group -> !rest.groups().contains(group))
          .forEach(group -> registered.release(group, holding.fileId()));
    }
  }

  @Override
  public void withdrawAll(GroupId group) {
    DeniedException left = new DeniedException("this node belongs to its group no more", null);
    holdings.all().forEach(holding -> withdraw(group, holding.fileId(), left));
  }

  /** The complete file with that id, if this node serves one. */
  public Optional<ServedFile> find(FileId fileId) {
    return holdings.find(fileId) instanceof ServedFile file ? Optional.of(file) : Optional.empty();
  }

  /**
   * Complete files that are served.
   *
   * @param files how many
   * @param bytes their lengths together
   */
  public record Extent(int files, long bytes) {}

  /** How much is served, of complete files. */
  public Extent extent() {
    LongSummaryStatistics lengths =
        holdings.stream()
            .filter(holding -> holding instanceof ServedFile)
            .mapToLong(holding -> ((ServedFile) holding).length())
            .summaryStatistics();
    return new Extent((int) lengths.getCount(), lengths.getSum());
  }

  /**
   * Looks after some files, if they are many, and after others the next time; blocks. To be called
   * every few seconds, by one thread at a time.
   */
  public void sweep() {
    patrol.goOn(holding -> sweep(holding));
    openFiles.closeIdle();
  }

  /** Those that are open to be served. */
  OpenFiles openFiles() {
    return openFiles;
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

  /** When the tracker refuses to know a file, it is served no more to those it was refused for. */
  private ServedFile answered(
      ServedFile file, List<Share> begun, Optional<ShoalException> refusal) {
    end(file.fileId(), begun, refusal);
    if (refusal.isPresent()) {
      throw new CompletionException(refusal.get());
    }
    return file;
  }

  /** What is served by now need not be what that share has served: another one may be in place. */
  private synchronized void end(
      FileId fileId, List<Share> begun, Optional<ShoalException> refusal) {
    Audience refused = pending.end(begun, refusal.isEmpty());
    Holding holding = holdings.find(fileId);
    if (holding != null && !refused.isNobody()) {
      withdraw(holding, refused, refusal.orElse(null));
    }
  }

  private static Optional<ShoalException> refusal(@Nullable Throwable failure) {
    return failure == null ? Optional.empty() : TrackerFailures.refusal(failure);
  }

  private static Optional<ShoalException> refusalInGroups(@Nullable Throwable failure) {
    return failure == null ? Optional.empty() : AccessErrors.refusal(failure);
  }

  private Audience audience(FileId fileId) {
    Holding holding = holdings.find(fileId);
    return holding == null ? Audience.ofGroups(Set.of()) : holding.audience();
  }

  /** Serves a file to whom it is for now, and to whom it was served before. */
  private ServedFile served(
      HashedFile hashed, String name, Audience audience, ShareOptions options) {
    Holding before = holdings.find(hashed.manifest().fileId());
    ServedFile file =
        new ServedFile(
            this,
            hashed,
            name,
            before == null ? audience : before.audience().and(audience),
            trackerNames,
            options.chunkSize(),
            uploads.inner(options.uploadLimit()),
            hasher,
            workers);
    holdings.put(file);
    if (before instanceof ServedFile replaced) {
      replaced.endReplaced();
    }
    return file;
  }

  private CompletableFuture<Void> register(Holding holding, Audience audience, boolean complete) {
    GroupRegistrations told = groups;
    return told == null
        ? CompletableFuture.completedFuture(null)
        : CompletableFuture.allOf(
            audience.groups().stream()
                .map(group -> told.hold(group, holding.fileId(), complete))
                .toArray(CompletableFuture[]::new));
  }

  private CompletableFuture<Void> announce(Announcement announcement) {
    return tracker == null
        ? CompletableFuture.completedFuture(null)
        : tracker.announce(announcement);
  }
}
