package dev.shoal.peer.internal;

import dev.shoal.peer.ShareOptions;
import dev.shoal.peer.SharedFile;
import dev.shoal.peer.UnreachableException;
import dev.shoal.peer.internal.access.GroupShares;
import dev.shoal.peer.internal.account.GroupListReview;
import dev.shoal.peer.internal.hash.HashedFile;
import dev.shoal.peer.internal.remember.FileHashes;
import dev.shoal.peer.internal.schedule.Turns;
import dev.shoal.peer.internal.serve.Library;
import dev.shoal.peer.internal.serve.ServedFile;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FileNames;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Shares files: hashes them, enters them in lists, and has them served. Thread-safe. */
final class NodeShares {
  /** Files for whose sake groups' lists are asked and changed: some requests for each. */
  private static final int ENTERED_AT_ONCE = 16;

  private final FileHashes hashes;
  private final Library library;
  private final @Nullable GroupShares groups;
  private final @Nullable GroupListReview lists;
  private final Set<CompletableFuture<SharedFile>> underWay = ConcurrentHashMap.newKeySet();
  private final Turns entering = new Turns(ENTERED_AT_ONCE);

  /**
   * @param groups enters files in groups' lists; null if the node has no tracker
   * @param lists looks at these lists now and then; null if the node has no tracker
   */
  NodeShares(
      FileHashes hashes,
      Library library,
      @Nullable GroupShares groups,
      @Nullable GroupListReview lists) {
    this.lists = lists;
    this.hashes = hashes;
    this.library = library;
    this.groups = groups;
  }

  /** As {@link dev.shoal.peer.PeerNode#share(Path, ShareOptions)}. */
  @SuppressWarnings("CollectionUndefinedEquality") // futures are told apart by identity
  CompletableFuture<SharedFile> share(Path file, ShareOptions options) {
    Path path = file.toAbsolutePath().normalize();
    String name =
        options.name().isEmpty()
            ? FileNames.safe(String.valueOf(path.getFileName()), "unnamed")
            : FileNames.safePath(options.name(), "unnamed");
    AtomicLong hashedBytes = new AtomicLong();
    var hashing = hashes.of(path, more -> options.onHashed().accept(hashedBytes.addAndGet(more)));
    AtomicBoolean cancelled = new AtomicBoolean();
    var serving =
        hashing.thenCompose(hashed -> serveOnceApproved(hashed, name, options, cancelled::get));
    CompletableFuture<SharedFile> shared = serving.thenApply(served -> served);
    underWay.add(shared);
    shared.whenComplete(
        (done, failure) -> {
          underWay.remove(shared);
          if (shared.isCancelled()) {
            cancelled.set(true);
            hashing.cancel(false);
            serving.thenAccept(ServedFile::stop);
          }
        });
    return shared;
  }

  /** As {@link dev.shoal.peer.PeerNode#identify(Path)}. */
  CompletableFuture<FileId> identify(Path file) {
    Path path = file.toAbsolutePath().normalize();
    CompletableFuture<HashedFile> hashing = hashes.of(path, bytes -> {});
    CompletableFuture<FileId> identified = hashing.thenApply(hashed -> hashed.manifest().fileId());
    identified.whenComplete(
        (done, failure) -> {
          if (identified.isCancelled()) {
            hashing.cancel(false);
          }
        });
    return identified;
  }

  /** Looks after what is shared; blocks. To be called every few seconds. */
  void sweep() {
    library.sweep();
    if (lists != null) {
      lists.look();
    }
  }

  /** Shares nothing that is not shared yet. */
  void cancelAll() {
    underWay.forEach(share -> share.cancel(false));
  }

  private CompletableFuture<ServedFile> serveOnceApproved(
      HashedFile hashed, String name, ShareOptions options, BooleanSupplier cancelled) {
    return options
        .approval()
        .apply(hashed.manifest().fileId())
        .thenCompose(
            approved ->
                cancelled.getAsBoolean()
                    ? CompletableFuture.failedFuture(new CancellationException())
                    : serve(hashed, name, options));
  }

  private CompletableFuture<ServedFile> serve(
      HashedFile hashed, String name, ShareOptions options) {
    if (options.groups().isEmpty()) {
      return library.share(hashed, name, options);
    }
    if (groups == null) {
      return CompletableFuture.failedFuture(
          new UnreachableException("this node has no tracker to ask", null));
    }
    return entering.run(() -> serveInGroups(groups, hashed, name, options));
  }

  private CompletableFuture<ServedFile> serveInGroups(
      GroupShares entries, HashedFile hashed, String name, ShareOptions options) {
    return !options.listed()
        ? entries
            .find(options.groups())
            .thenCompose(found -> library.share(hashed, name, options, found))
        : entries
            .publish(options.groups(), Library.publication(hashed, name, options))
            .thenCompose(made -> serve(hashed, name, options, made));
  }

  /**
   * What the tracker refuses to know in the groups is not to be in their lists either. Who shares a
   * file there may take it back from elsewhere.
   */
  private CompletableFuture<ServedFile> serve(
      HashedFile hashed, String name, ShareOptions options, GroupShares.Entries entries) {
    return library
        .share(hashed, name, options, entries.groups())
        .whenComplete(
            (served, failure) -> {
              if (failure != null) {
                entries.takeBack();
              } else if (lists != null) {
                lists.add(entries.names(), served);
              }
            });
  }
}
