package dev.shoal.peer.service;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadProgress;
import dev.shoal.peer.DownloadState;
import dev.shoal.peer.SourceProgress;
import dev.shoal.protocol.PlainText;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One download of a running node. Belongs to the agent's thread. */
final class Fetch {
  private static final int MOST_SOURCES = 100;

  /** In which order they are begun: what was never tried, what matters, what came first. */
  static final Comparator<Fetch> ORDER =
      Comparator.comparing((Fetch fetch) -> fetch.tries > 0)
          .thenComparing(fetch -> fetch.saved.priority(), Comparator.reverseOrder())
          .thenComparingInt(fetch -> fetch.tries)
          .thenComparingLong(fetch -> fetch.number);

  /** Of one that was fetched for a while, and can't be now. */
  private static final Problem NOBODY_NOW =
      new Problem(
          "not-found", "nobody who has it can be reached just now; it goes on when somebody can");

  private static final Comparator<SourceProgress> BUSIEST =
      Comparator.comparing(SourceProgress::connected)
          .thenComparingLong(SourceProgress::bytesPerSecond)
          .thenComparingLong(SourceProgress::verifiedBytes)
          .reversed();

  /** Where it stands. */
  enum Phase {
    /** It waits for its turn. */
    QUEUED,
    /** It rests until it is tried again. */
    RESTING,
    /** It is under way; without a handle, it is looked for. */
    RUNNING,
    /** Somebody paused it. */
    PAUSED,
    /** It is over, or was given up. */
    OVER
  }

  final long number;
  final Wanted wanted;
  final Pace pace;
  SavedDownload saved;
  Phase phase = Phase.QUEUED;
  @Nullable Problem problem;
  @Nullable Download handle;

  /** Rises whenever something else is to happen, so that what comes of it before is noticed. */
  int attempt;

  /** Whether it is remembered no more. */
  boolean forgotten;

  /** Whether it was under way when the node was started: nobody waits for an answer to it. */
  boolean takenUp;

  /** Whether the node was told to share what the handle fetches. */
  boolean keepsSharing;

  /** How often it was begun. */
  int tries;

  Fetch(long number, SavedDownload saved, Pace pace) {
    this.number = number;
    this.saved = saved;
    this.wanted = Wanted.parse(saved.request().what());
    this.pace = pace;
  }

  /** For sentences. */
  String text() {
    String name = saved.name();
    return PlainText.of(name == null ? saved.request().what() : name);
  }

  /** Whether it is tried again however long that takes: something of it would be lost. */
  boolean isPatient() {
    return takenUp || saved.verifiedBytes() > 0 || saved.request().waitSeconds() < 0;
  }

  boolean isOver() {
    return phase == Phase.OVER;
  }

  /** Takes over how far it is, to be remembered. */
  void look() {
    Download download = handle;
    if (download != null) {
      DownloadProgress progress = download.progress();
      if (progress.totalBytes() >= 0) {
        saved = saved.withBytes(progress.totalBytes(), progress.verifiedBytes());
      }
    }
  }

  /**
   * How it is to be fetched now.
   *
   * @param peers who are asked besides
   * @param waitFor how long somebody is looked for who has it
   */
  DownloadOptions options(List<InetSocketAddress> peers, Duration waitFor) {
    DownloadRequest request = saved.request();
    return DownloadOptions.defaults()
        .withOverwrite(request.overwrite())
        .withKeepSharing(request.keepSharing())
        .withSources(peers)
        .withHttpSources(Sources.parse(request.sources()).urls())
        .withDownloadLimit(saved.downloadLimit())
        .withOrder(request.order())
        .withPriority(saved.priority())
        .withGroup(request.group())
        .withWaitFor(waitFor);
  }

  /** As it is told. */
  DownloadInfo info() {
    Download download = handle;
    if (download == null) {
      return saved.info(state(), problem);
    }
    DownloadProgress progress = download.progress();
    boolean paused = phase == Phase.PAUSED; // what still comes in for a moment is of no interest
    DownloadInfo.State state = paused ? DownloadInfo.State.PAUSED : of(progress);
    Duration eta = paused ? null : progress.eta();
    boolean known = progress.totalBytes() >= 0;
    DownloadInfo still = saved.info(state, why(progress, state));
    return new DownloadInfo(
        still.id(),
        still.what(),
        still.fileId(),
        still.name(),
        still.path(),
        state,
        known ? progress.totalBytes() : still.totalBytes(),
        known ? progress.verifiedBytes() : still.verifiedBytes(),
        progress.keptBytes(),
        progress.fetchedBytes(),
        paused ? 0 : progress.bytesPerSecond(),
        eta == null ? -1 : eta.toSeconds(),
        progress.sources().stream()
            .sorted(BUSIEST)
            .limit(MOST_SOURCES)
            .map(source -> source(source, !paused))
            .toList(),
        paused ? 0 : (int) progress.sources().stream().filter(SourceProgress::connected).count(),
        still.group(),
        still.priority(),
        still.downloadLimit(),
        still.createdMillis(),
        still.endedMillis(),
        still.problem(),
        still.summary());
  }

  private @Nullable Problem why(DownloadProgress progress, DownloadInfo.State told) {
    if (told != DownloadInfo.State.WAITING) {
      return null;
    }
    return isAlone(progress) ? NOBODY_NOW : problem;
  }

  /** Whether nobody is left whom it could come from. */
  private static boolean isAlone(DownloadProgress progress) {
    return progress.state() == DownloadState.DOWNLOADING
        && progress.bytesPerSecond() == 0
        && progress.sources().stream().noneMatch(SourceProgress::connected);
  }

  private static DownloadInfo.SourceInfo source(SourceProgress source, boolean moves) {
    return new DownloadInfo.SourceInfo(
        source.name(),
        source.url().isPresent()
            ? DownloadInfo.SourceInfo.Kind.HTTP
            : DownloadInfo.SourceInfo.Kind.PEER,
        source.verifiedBytes(),
        moves ? source.bytesPerSecond() : 0,
        moves && source.connected(),
        source.problem().orElse(null));
  }

  /** Where it stands. */
  DownloadInfo.State state() {
    Download download = handle;
    if (download == null) {
      return resting();
    }
    return phase == Phase.PAUSED ? DownloadInfo.State.PAUSED : of(download.progress());
  }

  private DownloadInfo.State resting() {
    return switch (phase) {
      case QUEUED -> tries == 0 ? DownloadInfo.State.QUEUED : DownloadInfo.State.WAITING;
      case RESTING, RUNNING -> DownloadInfo.State.WAITING;
      case PAUSED -> DownloadInfo.State.PAUSED;
      case OVER ->
          switch (saved.stage()) {
            case COMPLETE -> DownloadInfo.State.COMPLETE;
            case FAILED -> DownloadInfo.State.FAILED;
            default -> DownloadInfo.State.CANCELLED;
          };
    };
  }

  /** What is over there is not yet over here, where it is to be remembered first. */
  private static DownloadInfo.State of(DownloadProgress progress) {
    return switch (progress.state()) {
      case QUEUED -> DownloadInfo.State.QUEUED;
      case SEARCHING, FAILED, CANCELLED -> DownloadInfo.State.WAITING;
      case CHECKING -> DownloadInfo.State.CHECKING;
      case DOWNLOADING ->
          isAlone(progress) ? DownloadInfo.State.WAITING : DownloadInfo.State.DOWNLOADING;
      case PAUSED -> DownloadInfo.State.DOWNLOADING;
      case FINISHING, COMPLETE -> DownloadInfo.State.FINISHING;
    };
  }
}
