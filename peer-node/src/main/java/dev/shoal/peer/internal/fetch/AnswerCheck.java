package dev.shoal.peer.internal.fetch;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.transport.TransportException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides from an answer's status and headers whether its body is the part of the file that was
 * asked for. Immutable.
 */
final class AnswerCheck {
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes\\s+(\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)", Pattern.CASE_INSENSITIVE);
  private static final Pattern UNSATISFIED = Pattern.compile("bytes\\s+\\*/(\\d{1,18})");
  private static final Duration LONGEST_REST = Duration.ofMinutes(10);

  private final Supplier<Instant> clock;

  /**
   * @param clock by which servers say when to come back
   */
  AnswerCheck(Supplier<Instant> clock) {
    this.clock = clock;
  }

  /**
   * Returns if the body that follows is wanted.
   *
   * @return which part of the file it is: what was asked for, with its length
   * @throws HttpRedirect if it is to be had elsewhere
   * @throws HttpFailure saying why not
   */
  FileRange check(HttpResponse head, FileRange range) throws TransportException {
    int status = head.status().code();
    if (status != 200 && status != 206) {
      throw refusal(status, head.headers(), range);
    }
    checkEncoding(head.headers());
    if (range.length() < 0) {
      return all(status, head.headers());
    }
    checkBody(status, head.headers(), range);
    return range;
  }

  private TransportException refusal(int status, HttpHeaders headers, FileRange range) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> redirect(status, headers);
      case 404, 410 ->
          HttpFailure.passing(ErrorCode.NOT_FOUND, "the server has no such file (" + status + ")");
      case 401, 402, 403, 407, 451 ->
          HttpFailure.passing(ErrorCode.DENIED, "the server refuses it (" + status + ")");
      case 416 -> outOfRange(headers, range);
      case 429, 503 ->
          HttpFailure.busy("the server has too much to do (" + status + ")", retryAfter(headers));
      default ->
          status >= 500
              ? HttpFailure.busy("the server failed (" + status + ")", retryAfter(headers))
              : HttpFailure.lasting(ErrorCode.UNKNOWN, "the server answered " + status);
    };
  }

  /** Without a length it can't be told what it would take, nor whether all of it has come. */
  private static FileRange all(int status, HttpHeaders headers) throws HttpFailure {
    if (status == 206) {
      throw otherPart();
    }
    long length = number(headers.get(HttpHeaderNames.CONTENT_LENGTH));
    if (length < 0) {
      throw HttpFailure.passing(
          ErrorCode.UNKNOWN,
          "the server does not say how long the file is, which it must as long as no peer tells");
    }
    return FileRange.allOf(length);
  }

  private static TransportException redirect(int status, HttpHeaders headers) {
    String location = headers.get(HttpHeaderNames.LOCATION);
    return location == null
        ? HttpFailure.lasting(ErrorCode.UNKNOWN, "it redirects (" + status + ") to nowhere")
        : new HttpRedirect(location);
  }

  private static void checkEncoding(HttpHeaders headers) throws HttpFailure {
    String encoding = headers.get(HttpHeaderNames.CONTENT_ENCODING, "identity").trim();
    if (!encoding.isEmpty() && !encoding.toLowerCase(Locale.ROOT).equals("identity")) {
      throw HttpFailure.lasting(
          ErrorCode.UNKNOWN, "the server sends it compressed, so that its parts are of no use");
    }
  }

  private static void checkBody(int status, HttpHeaders headers, FileRange range)
      throws HttpFailure {
    long length = number(headers.get(HttpHeaderNames.CONTENT_LENGTH));
    if (status == 206) {
      checkRange(headers, range);
    } else {
      checkWhole(length, range);
    }
    if (length >= 0 && length != range.length()) {
      throw HttpFailure.lasting(
          ErrorCode.PROTOCOL_VIOLATION,
          "the server announces " + length + " bytes where it was asked for " + range.length());
    }
  }

  private static void checkRange(HttpHeaders headers, FileRange range) throws HttpFailure {
    String text = headers.get(HttpHeaderNames.CONTENT_RANGE);
    Matcher matcher = text == null ? null : CONTENT_RANGE.matcher(text.trim());
    if (matcher == null || !matcher.matches()) {
      throw otherPart();
    }
    if (!matcher.group(3).equals("*")) {
      checkTotal(Long.parseLong(matcher.group(3)), range);
    }
    if (Long.parseLong(matcher.group(1)) != range.offset()
        || Long.parseLong(matcher.group(2)) != range.last()) {
      throw otherPart();
    }
  }

  /** All of the file, in place of a part, is as good where the part is all of it. */
  private static void checkWhole(long length, FileRange range) throws HttpFailure {
    if (length >= 0) {
      checkTotal(length, range);
    }
    if (!range.isWhole()) {
      throw HttpFailure.lasting(
          ErrorCode.UNKNOWN,
          "the server sends whole files only, and not the parts it is asked for");
    }
  }

  private static void checkTotal(long length, FileRange range) throws HttpFailure {
    if (range.total() >= 0 && length != range.total()) {
      throw HttpFailure.otherContent(
          "what is there is " + length + " bytes long, and the file " + range.total());
    }
  }

  private static HttpFailure otherPart() {
    return HttpFailure.lasting(
        ErrorCode.PROTOCOL_VIOLATION, "the server sends another part than it was asked for");
  }

  private static HttpFailure outOfRange(HttpHeaders headers, FileRange range) {
    if (range.total() < 0) {
      return HttpFailure.lasting(ErrorCode.UNKNOWN, "the server answered 416");
    }
    String text = headers.get(HttpHeaderNames.CONTENT_RANGE, "");
    Matcher matcher = UNSATISFIED.matcher(text.trim());
    String length = matcher.matches() ? matcher.group(1) + " bytes long" : "shorter";
    return HttpFailure.otherContent(
        "what is there is " + length + ", and the file " + range.total());
  }

  private Duration retryAfter(HttpHeaders headers) {
    String text = headers.get(HttpHeaderNames.RETRY_AFTER, "").trim();
    long seconds = number(text);
    Duration wanted = seconds >= 0 ? Duration.ofSeconds(seconds) : until(text);
    if (wanted.isNegative()) {
      return Duration.ZERO;
    }
    return wanted.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : wanted;
  }

  private Duration until(String date) {
    try {
      Instant then = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
      return Duration.between(clock.get(), then);
    } catch (DateTimeException e) {
      return Duration.ZERO;
    }
  }

  private static long number(@Nullable String text) {
    return text != null && text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
  }
}
