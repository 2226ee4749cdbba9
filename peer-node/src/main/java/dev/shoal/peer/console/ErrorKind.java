package dev.shoal.peer.console;

import dev.shoal.peer.ConflictException;
import dev.shoal.peer.DeniedException;
import dev.shoal.peer.FileChangedException;
import dev.shoal.peer.IntegrityException;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.UnreachableException;
import dev.shoal.peer.UntrustedException;
import dev.shoal.peer.service.ServiceJson;
import java.util.Arrays;
import java.util.function.Function;

/** Failures as the API tells them: a code, and the status of HTTP that comes nearest. */
@SuppressWarnings("ImmutableEnumChecker") // the functions are constructors
enum ErrorKind {
  NOT_FOUND(404, NotFoundException.class, message -> new NotFoundException(message, null)),
  DENIED(403, DeniedException.class, message -> new DeniedException(message, null)),
  UNREACHABLE(502, UnreachableException.class, message -> new UnreachableException(message, null)),
  INTEGRITY(502, IntegrityException.class, message -> new IntegrityException(message, null)),
  STORAGE(500, StorageException.class, message -> new StorageException(message, null)),
  CHANGED(409, FileChangedException.class, message -> new FileChangedException(message, null)),
  CONFLICT(409, ConflictException.class, message -> new ConflictException(message, null)),
  UNTRUSTED(502, UntrustedException.class, message -> new UntrustedException(message, null)),
  BAD_REQUEST(400, IllegalArgumentException.class, IllegalArgumentException::new),
  FAILED(500, ShoalException.class, message -> new ShoalException(message, null));

  private final int status;
  private final Class<? extends Exception> type;
  private final Function<String, Exception> made;

  ErrorKind(int status, Class<? extends Exception> type, Function<String, Exception> made) {
    this.status = status;
    this.type = type;
    this.made = made;
  }

  /** The kind of a failure, {@link #FAILED} for whatever is none of the others. */
  static ErrorKind of(Throwable failure) {
    return Arrays.stream(values())
        .filter(kind -> kind.type.isInstance(failure))
        .findFirst()
        .orElse(FAILED);
  }

  /** The kind that another node named, {@link #FAILED} if this version does not know it. */
  static ErrorKind of(String code) {
    return Arrays.stream(values())
        .filter(kind -> kind.code().equals(code))
        .findFirst()
        .orElse(FAILED);
  }

  /** For programs. */
  String code() {
    return ServiceJson.word(this);
  }

  /** Of HTTP. */
  int status() {
    return status;
  }

  /** The failure as it was, as far as the API told it. */
  Exception exception(String message) {
    return made.apply(message);
  }
}
