package dev.shoal.peer.service;

import dev.shoal.peer.DeniedException;
import dev.shoal.peer.FileChangedException;
import dev.shoal.peer.ShareOptions;
import dev.shoal.peer.SharedFile;
import dev.shoal.peer.UnreachableException;
import dev.shoal.protocol.FileId;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings shares to where they are served, some at a time: looks whether the file may be shared and
 * still is what was shared, then has it hashed, as far as its hashes are not remembered, and made
 * known. Belongs to the agent's thread.
 */
final class SharePreparation {
  /** Most shares at a time; how many are hashed at once is the node's matter. */
  static final int MOST = 32;

  private static final long REVIEW_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Agent agent;
  private final NodePort node;
  private final PathPolicy paths;
  private final BiConsumer<Share, Boolean> prepared;
  private final BiConsumer<Share, @Nullable Problem> stopped;
  private final Deque<Share> waiting = new ArrayDeque<>();
  private final Set<Share> underWay = new HashSet<>();
  private boolean closed;

  /**
   * @param prepared told when one is shared or has failed, and whether that is news
   * @param stopped told when one is served no more, and why if nobody asked for it
   */
  SharePreparation(
      Agent agent,
      NodePort node,
      PathPolicy paths,
      BiConsumer<Share, Boolean> prepared,
      BiConsumer<Share, @Nullable Problem> stopped) {
    this.agent = agent;
    this.node = node;
    this.paths = paths;
    this.prepared = prepared;
    this.stopped = stopped;
  }

  /** Begins with a share, or begins anew. */
  void begin(Share share) {
    share.problem = null;
    enqueue(share);
  }

  /** Tries one that has failed again, which goes on saying so until it is better. */
  void retry(Share share) {
    enqueue(share);
  }

  private void enqueue(Share share) {
    share.attempt++;
    if (share.problem == null) {
      share.state = ShareInfo.State.PREPARING;
    }
    share.hashedBytes.set(0);
    waiting.add(share);
    pump();
  }

  /** Those under way, of which more may be hashed than a moment ago. */
  Iterable<Share> underWay() {
    return underWay;
  }

  /** It is served already. */
  void adopt(Share share, SharedFile handle) {
    share.attempt++;
    served(share, share.attempt, handle);
  }

  /** It is to be shared no more. */
  void end(Share share) {
    share.attempt++;
    CompletableFuture<?> begun = share.underWay;
    if (begun != null) {
      begun.cancel(false);
    }
    SharedFile handle = share.handle;
    share.handle = null;
    if (handle != null) {
      handle.stop();
    }
  }

  /** One that was displaced is shared again unless its content is served by another. */
  void review(Share share, BooleanSupplier isServed) {
    int attempt = share.attempt;
    agent.schedule(
        REVIEW_NANOS,
        () -> {
          if (attempt == share.attempt && !share.removed && !closed && !isServed.getAsBoolean()) {
            begin(share);
          }
        });
  }

  /** Begins nothing and tells nothing any more. */
  void close() {
    closed = true;
    waiting.clear();
  }

  private void pump() {
    while (underWay.size() < MOST && !closed) {
      Share share = waiting.poll();
      if (share == null) {
        return;
      }
      if (!share.removed && underWay.add(share)) {
        look(share, share.attempt);
      }
    }
  }

  private void look(Share share, int attempt) {
    Path path = share.path();
    CompletableFuture<Long> looked = new CompletableFuture<>();
    agent
        .disk()
        .execute(
            () -> {
              try {
                looked.complete(paths.shareable(path));
              } catch (Exception e) {
                looked.completeExceptionally(e);
              }
            });
    SavedShare saved = share.saved;
    boolean known = saved.fileId() != null && share.watched == null;
    CompletableFuture<SharedFile> sharing =
        looked
            .thenCompose(
                size ->
                    known
                        ? identify(path)
                        : CompletableFuture.completedFuture((@Nullable FileId) null))
            .thenCompose(found -> share(share, attempt, saved, found));
    sharing.whenComplete(
        (handle, failure) -> agent.execute(() -> ended(share, attempt, handle, failure)));
  }

  private CompletableFuture<@Nullable FileId> identify(Path path) {
    return node.identify(path).thenApply(found -> found);
  }

  private CompletableFuture<SharedFile> share(
      Share share, int attempt, SavedShare saved, @Nullable FileId found) {
    if (found != null && !found.toString().equals(saved.fileId())) {
      return CompletableFuture.failedFuture(
          new FileChangedException(
              saved.path()
                  + " is not what was shared any more; share it again to share what it is now",
              null));
    }
    CompletableFuture<SharedFile> sharing =
        node.share(
            Path.of(saved.path()),
            ShareOptions.defaults()
                .withName(Share.name(saved))
                .withTags(saved.tags())
                .withChunkSize(saved.chunkSize())
                .withGroups(saved.groups())
                .withUploadLimit(saved.uploadLimit())
                .withListed(saved.origin() != ShareInfo.Origin.DOWNLOADED)
                .withOnHashed(bytes -> share.hashedBytes.accumulateAndGet(bytes, Math::max)));
    agent.execute(
        () -> {
          if (attempt == share.attempt) {
            share.underWay = sharing;
          } else {
            sharing.cancel(false);
          }
        });
    return sharing;
  }

  private void ended(
      Share share, int attempt, @Nullable SharedFile handle, @Nullable Throwable failure) {
    underWay.remove(share);
    if (attempt == share.attempt && !closed) {
      share.underWay = null;
      if (handle != null) {
        served(share, attempt, handle);
      } else if (failure != null) {
        failed(share, Problems.cause(failure));
      }
    } else if (handle != null && share.removed) {
      handle.stop();
    } else if (!share.removed) {
      waiting.add(share); // it was to begin anew meanwhile
    }
    pump();
  }

  private void served(Share share, int attempt, SharedFile handle) {
    boolean news = share.state != ShareInfo.State.SHARED;
    share.handle = handle;
    share.state = ShareInfo.State.SHARED;
    share.problem = null;
    share.pace.reset();
    share.saved = share.saved.withContent(handle.fileId().toString(), handle.length());
    prepared.accept(share, news);
    handle
        .stopped()
        .whenComplete(
            (done, failure) ->
                agent.execute(
                    () -> {
                      if (attempt == share.attempt && !closed) {
                        share.handle = null;
                        stopped.accept(share, failure == null ? null : Problems.of(failure));
                      }
                    }));
  }

  private void failed(Share share, Throwable cause) {
    boolean news = share.problem == null;
    Problem problem = Problems.of(cause);
    if (cause instanceof DeniedException && node.user().isEmpty()) {
      problem = new Problem(problem.code(), problem.message() + "; log in with shoal login");
    }
    share.problem = problem;
    if (cause instanceof UnreachableException) {
      int attempt = share.attempt;
      agent.schedule(
          share.pace.rest(),
          () -> {
            if (attempt == share.attempt && !closed) {
              retry(share);
            }
          });
    } else {
      share.state = ShareInfo.State.FAILED;
    }
    prepared.accept(share, news);
  }
}
