package dev.shoal.peer.service;

import dev.shoal.peer.ConflictException;
import dev.shoal.peer.DeniedException;
import dev.shoal.peer.FileChangedException;
import dev.shoal.peer.IntegrityException;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.UnreachableException;
import dev.shoal.peer.UntrustedException;
import java.util.Arrays;
import java.util.function.Function;

/** Failures as a node tells them to other programs: by a code. */
@SuppressWarnings("ImmutableEnumChecker") // the functions are constructors
public enum ErrorKind {
  /** There is no such thing. */
  NOT_FOUND(NotFoundException.class, message -> new NotFoundException(message, null)),
  /** It is not allowed. */
  DENIED(DeniedException.class, message -> new DeniedException(message, null)),
  /** Nobody could be asked. */
  UNREACHABLE(UnreachableException.class, message -> new UnreachableException(message, null)),
  /** What came is not what was asked for. */
  INTEGRITY(IntegrityException.class, message -> new IntegrityException(message, null)),
  /** The disk stands in the way. */
  STORAGE(StorageException.class, message -> new StorageException(message, null)),
  /** A file is not as it was. */
  CHANGED(FileChangedException.class, message -> new FileChangedException(message, null)),
  /** Something else stands in the way. */
  CONFLICT(ConflictException.class, message -> new ConflictException(message, null)),
  /** The other side is not who it should be. */
  UNTRUSTED(UntrustedException.class, message -> new UntrustedException(message, null)),
  /** What was asked for makes no sense. */
  BAD_REQUEST(IllegalArgumentException.class, IllegalArgumentException::new),
  /** Anything else. */
  FAILED(ShoalException.class, message -> new ShoalException(message, null));

  private final Class<? extends Exception> type;
  private final Function<String, Exception> made;

  ErrorKind(Class<? extends Exception> type, Function<String, Exception> made) {
    this.type = type;
    this.made = made;
  }

  /** The kind of a failure, {@link #FAILED} for whatever is none of the others. */
  public static ErrorKind of(Throwable failure) {
    return Arrays.stream(values())
        .filter(kind -> kind.type.isInstance(failure))
        .findFirst()
        .orElse(FAILED);
  }

  /** The kind that another node named, {@link #FAILED} if this version does not know it. */
  public static ErrorKind of(String code) {
    return Arrays.stream(values())
        .filter(kind -> kind.code().equals(code))
        .findFirst()
        .orElse(FAILED);
  }

  /** For programs. */
  public String code() {
    return ServiceJson.word(this);
  }

  /** The failure as it was, as far as it was told. */
  public Exception exception(String message) {
    return made.apply(message);
  }
}
