package dev.shoal.peer;

import dev.shoal.protocol.FileId;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What became of one of many files. Immutable.
 *
 * @param fileId what was wanted
 * @param destination where
 * @param result the finished download; null if it failed
 * @param failure why it failed, as {@link Download#completion()} would; null if it is complete
 */
public record FileOutcome(
    FileId fileId, Path destination, @Nullable DownloadResult result, @Nullable Throwable failure) {
  /** Whether the file is in place. */
  public boolean isComplete() {
    return result != null;
  }
}
