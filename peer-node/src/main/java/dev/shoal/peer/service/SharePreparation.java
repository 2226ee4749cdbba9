package dev.shoal.peer.service;

import dev.shoal.peer.DeniedException;
import dev.shoal.peer.FileChangedException;
import dev.shoal.peer.ShareOptions;
import dev.shoal.peer.SharedFile;
import dev.shoal.peer.UnreachableException;
import dev.shoal.protocol.FileId;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
  private final Listener listener;
  private final Set<Share> waiting = new LinkedHashSet<>();
  private final Set<Share> underWay = new HashSet<>();
  private boolean closed;

  /** Is told what becomes of shares. */
  interface Listener {
    /**
     * What one contains is known, and nobody has it from here yet.
     *
     * @return whether it is to be served now; if not, it was removed or postponed by this
     */
    boolean identified(Share share, String fileId);

    /**
     * An attempt that nobody waits for any more has ended, and was served until now or was about to
     * be: what is served since with the same content may be for its people, too, or nothing is.
     */
    void letGo(SavedShare attempt, String fileId);

    /** One is shared or has failed; it says whether that is news. */
    void prepared(Share share, boolean news);

    /** What one is served by was replaced by another one's with the same content. */
    void replaced(Share share);

    /** One is served no more; a problem if nobody asked for that. */
    void stopped(Share share, @Nullable Problem problem);
  }

  SharePreparation(Agent agent, NodePort node, PathPolicy paths, Listener listener) {
    this.agent = agent;
    this.node = node;
    this.paths = paths;
    this.listener = listener;
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

  /** Lets one that is under way rest until it is begun again. */
  void postpone(Share share) {
    share.attempt++;
    share.postponed = true;
  }

  private void enqueue(Share share) {
    share.attempt++;
    share.postponed = false;
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
    if (begun != null && share.goesOutAs == null) {
      begun.cancel(false);
    }
    stopServing(share);
  }

  private static void stopServing(Share share) {
    SharedFile handle = share.handle;
    share.handle = null;
    if (handle != null) {
      handle.stop();
    }
  }

  /** Looks in a moment at one that was displaced, unless something becomes of it before. */
  void review(Share share, Runnable look) {
    int attempt = share.attempt;
    agent.schedule(
        REVIEW_NANOS,
        () -> {
          if (attempt == share.attempt && !share.removed && !closed) {
            look.run();
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
      Iterator<Share> first = waiting.iterator();
      if (!first.hasNext()) {
        return;
      }
      Share share = first.next();
      first.remove();
      if (!share.removed && underWay.add(share)) {
        look(share, share.attempt);
      }
    }
  }

  private void look(Share share, int attempt) {
    CompletableFuture<Long> looked = new CompletableFuture<>();
    agent
        .disk()
        .execute(
            () -> {
              try {
                looked.complete(paths.shareable(share.path()));
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
                        ? identify(Path.of(saved.path()))
                        : CompletableFuture.completedFuture((@Nullable FileId) null))
            .thenCompose(found -> share(share, attempt, saved, found));
    sharing.whenComplete(
        (handle, failure) -> agent.execute(() -> ended(share, attempt, saved, handle, failure)));
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
                .withApproval(fileId -> approval(share, attempt, fileId))
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

  /** Decided on the agent's thread, so that no two shares are decided about at a time. */
  private CompletableFuture<Void> approval(Share share, int attempt, FileId fileId) {
    CompletableFuture<Void> approval = new CompletableFuture<>();
    agent.execute(
        () -> {
          if (attempt == share.attempt
              && !closed
              && listener.identified(share, fileId.toString())) {
            share.goesOutAs = fileId.toString();
            approval.complete(null);
          } else {
            approval.cancel(false);
          }
        });
    return approval;
  }

  private void ended(
      Share share,
      int attempt,
      SavedShare saved,
      @Nullable SharedFile handle,
      @Nullable Throwable failure) {
    underWay.remove(share);
    String wentOutAs = share.goesOutAs;
    share.goesOutAs = null;
    if (attempt == share.attempt && !closed) {
      share.underWay = null;
      if (handle != null) {
        served(share, attempt, handle);
      } else if (failure != null) {
        failed(share, Problems.cause(failure));
      }
    } else {
      if (!share.removed && !share.postponed && !closed) {
        waiting.add(share); // it was to begin anew meanwhile
      }
      if (handle != null && (share.removed || !closed)) {
        handle.stop(); // of an attempt that nobody waits for
        listener.letGo(saved, handle.fileId().toString());
      } else if (wentOutAs != null && share.removed && !closed) {
        listener.letGo(saved, wentOutAs);
      }
    }
    pump();
  }

  private void served(Share share, int attempt, SharedFile handle) {
    boolean news = share.state != ShareInfo.State.SHARED;
    SharedFile before = share.handle;
    if (before != null && !before.fileId().equals(handle.fileId())) {
      before.stop(); // what the file was
    }
    share.handle = handle;
    share.state = ShareInfo.State.SHARED;
    share.problem = null;
    share.pace.reset();
    share.saved = share.saved.withContent(handle.fileId().toString(), handle.length());
    listener.prepared(share, news);
    handle
        .stopped()
        .whenComplete(
            (done, failure) ->
                agent.execute(
                    () -> {
                      if (attempt == share.attempt && !closed) {
                        share.handle = null;
                        if (handle.isReplaced()) {
                          listener.replaced(share);
                        } else {
                          listener.stopped(share, failure == null ? null : Problems.of(failure));
                        }
                      }
                    }));
  }

  private void failed(Share share, Throwable cause) {
    boolean news = share.problem == null;
    Problem problem = Problems.of(cause);
    if (cause instanceof DeniedException && node.user().isEmpty()) {
      problem =
          new Problem(
              problem.code(), problem.message() + "; log in with shoal login or on the page");
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
      stopServing(share);
    }
    listener.prepared(share, news);
  }
}
