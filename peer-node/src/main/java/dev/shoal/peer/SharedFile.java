package dev.shoal.peer;

import dev.shoal.protocol.FileId;
import dev.shoal.protocol.ShoalLink;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** A file that this node serves from where it lies. Every method may be called from any thread. */
public interface SharedFile {
  /** Names its content. */
  FileId fileId();

  /** Where it lies. */
  Path path();

  /** What others see. */
  String name();

  /** Bytes. */
  long length();

  /** Whether everybody may fetch it, and not only members of groups. */
  boolean isPublic();

  /** A link that names the content, what it is called, and this node's trackers. */
  ShoalLink link();

  /**
   * Changes how many bytes of it are sent in a second, to all peers together, from now on.
   *
   * @param bytesPerSecond 0: no limit, beside the node's
   * @throws IllegalArgumentException if it is out of range
   */
  void setUploadLimit(long bytesPerSecond);

  /** Stops serving it; the file stays. */
  void stop();

  /**
   * Completes when it is not served any more: normally after {@link #stop()}, after {@link
   * Groups#unshare} in the last group in which it was shared, or with the node's close; or with
   * {@link FileChangedException} when the file on disk has changed or gone, or with {@link
   * DeniedException} when this node belongs to the last group no more in which it was shared.
   */
  CompletableFuture<Void> stopped();

  /**
   * Whether it is served no more because a later share of the same content serves it now, to the
   * same people and more. Then {@link #stopped()} has completed, or is about to.
   */
  default boolean isReplaced() {
    return false;
  }
}
