package dev.shoal.peer;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The disk refused: full, no permission, vanished directory, or a file in the way. */
public class StorageException extends ShoalException {
  @Serial private static final long serialVersionUID = 1L;

  /** What stands in the way, for programs that react to it. */
  public enum Reason {
    /** The disk, or the quota on it, is full. What was written so far is kept. */
    DISK_FULL,
    /** The operating system does not permit it. */
    DENIED,
    /** The file or its directory is not there (any more). */
    NOT_FOUND,
    /** A file of that name exists, and replacing it was not asked for. */
    EXISTS,
    /** What is there is of the wrong kind, say a directory in place of a file. */
    WRONG_KIND,
    /** Another download, node or process has it locked. */
    IN_USE,
    /** What the file holds makes no sense. */
    CORRUPT,
    /** Anything else, say a failing disk. */
    FAILED
  }

  private final Reason reason;

  /**
   * @param reason what stands in the way
   * @param message one sentence for a person
   * @param cause what brought it about, if anything else
   */
  public StorageException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** As above, with {@link Reason#FAILED}. */
  public StorageException(String message, @Nullable Throwable cause) {
    this(Reason.FAILED, message, cause);
  }

  /** What stands in the way. */
  public Reason reason() {
    return reason;
  }
}
