package dev.shoal.peer.internal.download;

import dev.shoal.peer.DeniedException;
import dev.shoal.peer.IntegrityException;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.UnreachableException;
import dev.shoal.peer.internal.outcome.Failure;
import dev.shoal.peer.internal.tracker.TrackerFailures;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.transport.TransportException;
import org.jspecify.annotations.Nullable;

/** Why a download has no source, as far as is known. A plain object of one thread. */
final class Verdict {
  private final FileId fileId;
  private ShoalException reason;

  /** Nobody has the file. */
  Verdict(FileId fileId) {
    this.fileId = fileId;
    this.reason = notFound();
  }

  ShoalException reason() {
    return reason;
  }

  /** The tracker knows of nobody who has it. */
  void nobody() {
    reason = notFound();
  }

  /** The tracker could not be asked, or refuses. */
  void trackerFailed(@Nullable Throwable failure) {
    if (failure != null && Failure.cause(failure) instanceof ShoalException known) {
      reason = known;
      return;
    }
    ShoalException unreachable =
        new UnreachableException("the tracker cannot be reached: " + sentence(failure), failure);
    reason = failure == null ? unreachable : TrackerFailures.refusal(failure).orElse(unreachable);
  }

  /**
   * A source is none.
   *
   * @param doubted whether it has sent what is not the file's, and was asked again in a surer way:
   *     that this is not possible says less than that
   */
  void sourceFailed(Throwable failure, boolean doubted) {
    Throwable cause = Failure.cause(failure);
    if (cause instanceof ShoalException known) {
      reason = known;
    } else if (cause instanceof ProtocolException) {
      reason = new IntegrityException("no source has the right bytes: " + sentence(cause), cause);
    } else if (!doubted || !(reason instanceof IntegrityException)) {
      reason = unusable(cause);
    }
  }

  private ShoalException unusable(Throwable cause) {
    ErrorCode code =
        cause instanceof TransportException transport ? transport.code() : ErrorCode.UNKNOWN;
    return switch (code) {
      case DENIED -> new DeniedException("every source refuses: " + sentence(cause), cause);
      case NOT_FOUND, FILE_CHANGED ->
          new NotFoundException("nobody shares the file " + fileId + " any more", cause);
      default -> new UnreachableException("no source can be reached: " + sentence(cause), cause);
    };
  }

  private NotFoundException notFound() {
    return new NotFoundException("nobody shares the file " + fileId, null);
  }

  /** What a failure says of itself. */
  static String sentence(@Nullable Throwable failure) {
    return failure == null ? "unknown" : String.valueOf(Failure.cause(failure).getMessage());
  }
}
