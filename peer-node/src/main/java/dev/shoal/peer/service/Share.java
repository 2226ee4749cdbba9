package dev.shoal.peer.service;

import dev.shoal.peer.SharedFile;
import dev.shoal.peer.service.watch.WatchedFile;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FileNames;
import dev.shoal.protocol.PlainText;
import dev.shoal.protocol.ShoalLink;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One share of a running node. Belongs to the agent's thread, the bytes hashed aside. */
final class Share {
  final long number;
  final AtomicLong hashedBytes = new AtomicLong();
  final Pace pace;
  SavedShare saved;
  ShareInfo.State state = ShareInfo.State.PREPARING;
  @Nullable Problem problem;

  /** By which it is served; null if it is not, or the same content is from elsewhere. */
  @Nullable SharedFile handle;

  /** What is under way for it; to be cancelled. */
  @Nullable CompletableFuture<?> underWay;

  /**
   * The content of what is under way, once that is past the hashing: it may be served at any
   * moment, and is not cancelled any more, so that its end is noticed. Null before.
   */
  @Nullable String goesOutAs;

  /** Whether it waits for the contents of others to be known. */
  boolean postponed;

  /** Whether it was removed because its content is for members. */
  boolean keptBack;

  /** Rises with each attempt, so that what an earlier one brings is noticed. */
  int attempt;

  /** The content under which it is found among the shares that have the same; null if it is not. */
  @Nullable String content;

  boolean removed;

  /**
   * Whether another one that may have the same content, and was for more people, has ended while
   * this one was brought to be served: what is served then may be for these, too.
   */
  boolean tooWide;

  /** Whether it is not to be remembered: it would be shared with more people than now. */
  boolean fleeting;

  /** Of a watched folder, or null. */
  final @Nullable WatchedFile watched;

  /** Completes when a watched file is shared or has failed. */
  final CompletableFuture<Void> settled = new CompletableFuture<>();

  Share(long number, SavedShare saved, Pace pace, @Nullable WatchedFile watched) {
    this.number = number;
    this.saved = saved;
    this.pace = pace;
    this.watched = watched;
  }

  Path path() {
    return Path.of(saved.path());
  }

  /** What others see. */
  String name() {
    return name(saved);
  }

  /** What others see of a share. */
  static String name(SavedShare saved) {
    String own = saved.path().substring(saved.path().lastIndexOf(File.separatorChar) + 1);
    return FileNames.safe(saved.name().isEmpty() ? own : saved.name(), "unnamed");
  }

  /** For sentences. */
  String text() {
    return PlainText.of(name());
  }

  /** Whether everybody is to have it. */
  boolean isPublic() {
    return saved.groups().isEmpty() && !fleeting;
  }

  /** Whether it failed for want of a login, or of a membership. */
  boolean isRefused() {
    return state == ShareInfo.State.FAILED
        && (hasProblem("denied") || (hasProblem("not-found") && !saved.groups().isEmpty()));
  }

  boolean isSaved() {
    return watched == null && !fleeting;
  }

  /** Whether that is what is wrong with it. */
  boolean hasProblem(String code) {
    Problem why = problem;
    return why != null && why.code().equals(code);
  }

  /**
   * As it is told.
   *
   * @param trackers named in its link
   * @param filesUrl under which public files are had, or null
   */
  ShareInfo info(List<String> trackers, @Nullable FilesUrl filesUrl) {
    String fileId = saved.fileId();
    boolean open = saved.groups().isEmpty();
    boolean hashed = fileId != null && state != ShareInfo.State.PREPARING;
    return new ShareInfo(
        saved.id(),
        fileId,
        name(),
        saved.path(),
        saved.size(),
        hashed ? Math.max(0, saved.size()) : hashedBytes.get(),
        state,
        saved.origin(),
        saved.groups(),
        saved.tags(),
        fileId != null && open
            ? new ShoalLink(FileId.parse(fileId), name(), trackers).toString()
            : null,
        fileId != null && open && filesUrl != null && state == ShareInfo.State.SHARED
            ? filesUrl.of(fileId, name())
            : null,
        saved.uploadLimit(),
        problem);
  }
}
