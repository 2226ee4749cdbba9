package dev.shoal.peer.service;

import dev.shoal.peer.DownloadPriority;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.PlainText;
import java.io.File;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A download as it is remembered. Immutable.
 *
 * @param fileId null while only a name is known
 * @param name null while nobody said
 * @param path null while it is not decided
 * @param stage how far it is
 * @param downloadLimit as it is now; the request has the one to begin with
 * @param totalBytes -1 while that is not known
 * @param verifiedBytes when it was looked at last
 * @param waitingSinceMillis since when it may wait as long as was asked for
 * @param problem why it failed, or null
 * @param summary how it was fetched; null while it is not complete, and if nobody remembers
 */
record SavedDownload(
    String id,
    DownloadRequest request,
    @Nullable String fileId,
    @Nullable String name,
    @Nullable String path,
    Stage stage,
    DownloadPriority priority,
    long downloadLimit,
    long totalBytes,
    long verifiedBytes,
    long createdMillis,
    long waitingSinceMillis,
    long endedMillis,
    @Nullable Problem problem,
    @Nullable DownloadSummary summary) {
  /** How far a download is, as far as that is remembered. */
  enum Stage {
    /** It waits or is under way. */
    OPEN,
    /** Somebody paused it. */
    PAUSED,
    /** The file is in its place. */
    COMPLETE,
    /** It has failed. */
    FAILED,
    /** It was given up while no node ran: what there is of it is deleted when one does. */
    CANCELLED
  }

  boolean isOver() {
    return stage == Stage.COMPLETE || stage == Stage.FAILED;
  }

  /**
   * One that has just been asked for.
   *
   * @param id of it at this node
   */
  static SavedDownload fresh(String id, DownloadRequest request, Wanted wanted, long nowMillis) {
    FileId fileId = wanted.fileId();
    return new SavedDownload(
        id,
        request,
        fileId == null ? null : fileId.toString(),
        wanted.name(),
        null,
        Stage.OPEN,
        request.priority(),
        request.downloadLimit(),
        -1,
        0,
        nowMillis,
        nowMillis,
        0,
        null,
        null);
  }

  SavedDownload withStage(Stage value, long endedAt, @Nullable Problem why) {
    Copy copy = new Copy(this);
    copy.stage = value;
    copy.endedMillis = endedAt;
    copy.problem = why;
    copy.summary = value == Stage.COMPLETE ? summary : null;
    return copy.made();
  }

  SavedDownload waitingSince(long millis) {
    Copy copy = new Copy(this);
    copy.waitingSinceMillis = millis;
    return copy.made();
  }

  SavedDownload withFile(
      @Nullable String newFileId, @Nullable String newName, @Nullable String newPath) {
    Copy copy = new Copy(this);
    copy.fileId = newFileId;
    copy.name = newName;
    copy.path = newPath;
    return copy.made();
  }

  SavedDownload withBytes(long total, long verified) {
    Copy copy = new Copy(this);
    copy.totalBytes = total;
    copy.verifiedBytes = verified;
    return copy.made();
  }

  SavedDownload withLimit(long bytesPerSecond) {
    Copy copy = new Copy(this);
    copy.downloadLimit = bytesPerSecond;
    return copy.made();
  }

  SavedDownload withRequest(DownloadRequest value) {
    Copy copy = new Copy(this);
    copy.request = value;
    return copy.made();
  }

  SavedDownload withPriority(DownloadPriority value) {
    Copy copy = new Copy(this);
    copy.priority = value;
    return copy.made();
  }

  SavedDownload withSummary(@Nullable DownloadSummary value) {
    Copy copy = new Copy(this);
    copy.summary = value;
    return copy.made();
  }

  /** As it is told while nothing of it is under way. */
  DownloadInfo info(DownloadInfo.State state, @Nullable Problem why) {
    String known = fileId;
    return new DownloadInfo(
        id,
        request.what(),
        known,
        PlainText.of(shownName()),
        path,
        state,
        totalBytes,
        verifiedBytes,
        summary == null ? 0 : summary.keptBytes(),
        summary == null ? 0 : summary.fetchedBytes(),
        0,
        -1,
        List.of(),
        0,
        request.group(),
        priority,
        downloadLimit,
        createdMillis,
        endedMillis,
        why,
        summary);
  }

  /** As its file is called, and before that is decided, as somebody called it. */
  private String shownName() {
    String file = path;
    if (file != null) {
      return file.substring(file.lastIndexOf(File.separatorChar) + 1);
    }
    return name != null ? name : fileId != null ? fileId : request.what();
  }

  /** A copy in which members are changed before it is made. Belongs to one thread. */
  private static final class Copy {
    private final SavedDownload from;
    private DownloadRequest request;
    private @Nullable String fileId;
    private @Nullable String name;
    private @Nullable String path;
    private Stage stage;
    private DownloadPriority priority;
    private long downloadLimit;
    private long totalBytes;
    private long verifiedBytes;
    private long waitingSinceMillis;
    private long endedMillis;
    private @Nullable Problem problem;
    private @Nullable DownloadSummary summary;

    Copy(SavedDownload from) {
      this.from = from;
      request = from.request;
      fileId = from.fileId;
      name = from.name;
      path = from.path;
      stage = from.stage;
      priority = from.priority;
      downloadLimit = from.downloadLimit;
      totalBytes = from.totalBytes;
      verifiedBytes = from.verifiedBytes;
      waitingSinceMillis = from.waitingSinceMillis;
      endedMillis = from.endedMillis;
      problem = from.problem;
      summary = from.summary;
    }

    SavedDownload made() {
      return new SavedDownload(
          from.id,
          request,
          fileId,
          name,
          path,
          stage,
          priority,
          downloadLimit,
          totalBytes,
          verifiedBytes,
          from.createdMillis,
          waitingSinceMillis,
          endedMillis,
          problem,
          summary);
    }
  }
}
