package dev.shoal.transport.http;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** A request is refused: with a status, a code for programs and a sentence for people. */
public final class HttpException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;
  private final Map<String, String> headers;

  /**
   * A refusal.
   *
   * @param status from 400 to 599
   * @param code lower-case words joined by {@code -}
   * @param sentence shown to people; says nothing secret
   */
  public HttpException(int status, String code, String sentence) {
    this(status, code, sentence, Map.of());
  }

  private HttpException(int status, String code, String sentence, Map<String, String> headers) {
    super(sentence, null, false, false); // an answer rather than a fault: no stack trace
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  /** 405, with the methods that are there instead, as {@code GET, HEAD}. */
  public static HttpException methodNotAllowed(String allowed) {
    return new HttpException(
        405,
        "method-not-allowed",
        "only " + allowed + " can be used here",
        Map.of("allow", allowed));
  }

  /** The refusal that a future failed with, if it was one. */
  public static Optional<HttpException> in(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof HttpException refusal ? Optional.of(refusal) : Optional.empty();
  }

  /** The status of the answer. */
  public int status() {
    return status;
  }

  /** The code for programs. */
  public String code() {
    return code;
  }

  /** The sentence for people. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  /** Headers that belong to the answer. */
  Map<String, String> headers() {
    return headers;
  }
}
