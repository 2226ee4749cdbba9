package dev.shoal.peer.service;

import dev.shoal.peer.DownloadPriority;
import dev.shoal.protocol.PlainText;
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
    @Nullable Problem problem) {
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

  SavedDownload withStage(Stage value, long endedAt, @Nullable Problem why) {
    return new SavedDownload(
        id,
        request,
        fileId,
        name,
        path,
        value,
        priority,
        downloadLimit,
        totalBytes,
        verifiedBytes,
        createdMillis,
        waitingSinceMillis,
        endedAt,
        why);
  }

  SavedDownload waitingSince(long millis) {
    return new SavedDownload(
        id,
        request,
        fileId,
        name,
        path,
        stage,
        priority,
        downloadLimit,
        totalBytes,
        verifiedBytes,
        createdMillis,
        millis,
        endedMillis,
        problem);
  }

  SavedDownload withFile(String newFileId, @Nullable String newName, @Nullable String newPath) {
    return new SavedDownload(
        id,
        request,
        newFileId,
        newName,
        newPath,
        stage,
        priority,
        downloadLimit,
        totalBytes,
        verifiedBytes,
        createdMillis,
        waitingSinceMillis,
        endedMillis,
        problem);
  }

  SavedDownload withBytes(long total, long verified) {
    return new SavedDownload(
        id,
        request,
        fileId,
        name,
        path,
        stage,
        priority,
        downloadLimit,
        total,
        verified,
        createdMillis,
        waitingSinceMillis,
        endedMillis,
        problem);
  }

  SavedDownload withLimit(long bytesPerSecond) {
    return new SavedDownload(
        id,
        request,
        fileId,
        name,
        path,
        stage,
        priority,
        bytesPerSecond,
        totalBytes,
        verifiedBytes,
        createdMillis,
        waitingSinceMillis,
        endedMillis,
        problem);
  }

  SavedDownload withRequest(DownloadRequest value) {
    return new SavedDownload(
        id,
        value,
        fileId,
        name,
        path,
        stage,
        priority,
        downloadLimit,
        totalBytes,
        verifiedBytes,
        createdMillis,
        waitingSinceMillis,
        endedMillis,
        problem);
  }

  SavedDownload withPriority(DownloadPriority value) {
    return new SavedDownload(
        id,
        request,
        fileId,
        name,
        path,
        stage,
        value,
        downloadLimit,
        totalBytes,
        verifiedBytes,
        createdMillis,
        waitingSinceMillis,
        endedMillis,
        problem);
  }

  /** As it is told while nothing of it is under way. */
  DownloadInfo info(DownloadInfo.State state, @Nullable Problem why) {
    String known = fileId;
    return new DownloadInfo(
        id,
        request.what(),
        known,
        PlainText.of(name != null ? name : known != null ? known : request.what()),
        path,
        state,
        totalBytes,
        verifiedBytes,
        0,
        0,
        0,
        -1,
        List.of(),
        0,
        request.group(),
        priority,
        downloadLimit,
        createdMillis,
        endedMillis,
        why);
  }
}
