package dev.shoal.tracker;

import dev.shoal.tracker.internal.AccessServices;
import dev.shoal.tracker.internal.Chores;
import dev.shoal.tracker.internal.Lookout;
import dev.shoal.tracker.internal.http.HttpPort;
import dev.shoal.tracker.internal.store.Committer;
import dev.shoal.transport.Endpoint;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a running tracker consists of, and the order in which it ends.
 *
 * @param endpoint listens
 * @param dialling dials peers to see whether they are there
 * @param committer keeps what is to survive a restart
 * @param access answers about accounts and groups
 * @param http null if it serves none
 * @param loop owns all state
 * @param ownGroup the loop's, if it is the tracker's own and ends with it
 */
record TrackerParts(
    Endpoint endpoint,
    Endpoint dialling,
    Committer committer,
    AccessServices access,
    Chores chores,
    Lookout lookout,
    @Nullable HttpPort http,
    EventLoop loop,
    @Nullable EventLoopGroup ownGroup) {
  private static final int SHUTDOWN_SECONDS = 5;

  /**
   * Stops listening, lets answers under way drain, closes every connection, puts to rest what is to
   * be kept, and ends the tracker's own event loop.
   *
   * @return completes when all of that is done, on any thread
   */
  CompletableFuture<Void> end() {
    lookout.drain();
    chores.stop();
    return CompletableFuture.allOf(endpoint.close(), dialling.close())
        .thenCompose(done -> chores.finish())
        .handleAsync((done, failure) -> stopAccess(), loop)
        .exceptionally(loopHasEnded -> stopAccess())
        .handle((done, failure) -> closeInBackground(committer, access))
        .thenCompose(stored -> stored)
        .handle((done, failure) -> closeHttp())
        .thenCompose(httpClosed -> httpClosed)
        .handle((done, failure) -> endLoop(ownGroup))
        .thenCompose(ended -> ended);
  }

  /** They may wait for the disk, and for a password that is being hashed. */
  static CompletableFuture<Void> closeInBackground(AutoCloseable... closed) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread closer =
        new Thread(
            () -> {
              Exception failure = null;
              for (AutoCloseable each : closed) {
                try {
                  each.close();
                } catch (Exception e) {
                  failure = e;
                }
              }
              if (failure == null) {
                done.complete(null);
              } else {
                done.completeExceptionally(failure);
              }
            },
            "shoal-tracker-end");
    closer.start();
    return done;
  }

  /** Ends a loop of the tracker's own; null for one that is not. */
  static CompletableFuture<Void> endLoop(@Nullable EventLoopGroup ownGroup) {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    if (ownGroup == null) {
      ended.complete(null);
    } else {
      ownGroup
          .shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS)
          .addListener(done -> ended.complete(null));
    }
    return ended;
  }

  private @Nullable Void stopAccess() {
    access.stop();
    return null;
  }

  private CompletableFuture<Void> closeHttp() {
    return http == null ? CompletableFuture.completedFuture(null) : http.close();
  }
}
