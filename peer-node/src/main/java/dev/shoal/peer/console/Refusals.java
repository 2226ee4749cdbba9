package dev.shoal.peer.console;

import dev.shoal.peer.ShoalException;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.service.ErrorKind;
import dev.shoal.peer.service.ServiceJson;
import dev.shoal.protocol.PlainText;
import dev.shoal.transport.http.HttpAnswer;
import dev.shoal.transport.http.HttpException;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says why something was not done: a code for programs, a sentence for people. */
final class Refusals {
  private Refusals() {}

  private static final Logger log = LoggerFactory.getLogger(Refusals.class);

  /** What futures have wrapped. */
  static Throwable cause(Throwable failure) {
    Throwable inner = failure;
    while ((inner instanceof CompletionException || inner instanceof ExecutionException)
        && inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner;
  }

  /** The answer to what failed so, in whatever future. */
  static HttpAnswer of(Throwable failure) {
    Throwable cause = cause(failure);
    if (cause instanceof ShoalException || cause instanceof IllegalArgumentException) {
      String message = Objects.requireNonNullElse(cause.getMessage(), "that does not fit");
      ErrorKind kind = ErrorKind.of(cause);
      return cause instanceof StorageException storage
          ? answer(
              status(storage.reason()), kind.code(), message, ServiceJson.word(storage.reason()))
          : answer(status(kind), kind.code(), message, null);
    }
    if (cause instanceof IOException) {
      log.debug("who asked has gone", cause);
    } else {
      log.warn("a request to the local API failed", cause);
    }
    return answer(500, ErrorKind.FAILED.code(), "the node failed at that; see its log", null);
  }

  /** The status of HTTP that comes nearest. */
  static int status(ErrorKind kind) {
    return switch (kind) {
      case BAD_REQUEST -> 400;
      case DENIED -> 403;
      case NOT_FOUND -> 404;
      case CHANGED, CONFLICT -> 409;
      case STORAGE, FAILED -> 500;
      case UNREACHABLE, INTEGRITY, UNTRUSTED -> 502;
    };
  }

  private static int status(StorageException.Reason reason) {
    return switch (reason) {
      case NOT_FOUND -> 404;
      case DENIED -> 403;
      case EXISTS, IN_USE -> 409;
      case WRONG_KIND -> 400;
      case DISK_FULL -> 507;
      case CORRUPT, FAILED -> 500;
    };
  }

  /** The answer to what is refused so. */
  static HttpAnswer of(HttpException refused) {
    HttpAnswer answer = answer(refused.status(), refused.code(), refused.getMessage(), null);
    return switch (refused.status()) {
      case 401 -> answer.withHeader("www-authenticate", "Bearer");
      case 429, 503 -> answer.withHeader("retry-after", "1");
      default -> answer;
    };
  }

  private static HttpAnswer answer(
      int status, String code, String message, @Nullable String reason) {
    Answers.Refusal refusal =
        new Answers.Refusal(new Answers.Fault(code, PlainText.of(message), reason));
    return HttpAnswer.bytes(status, ApiJson.TYPE, ApiJson.bytes(refusal));
  }
}
