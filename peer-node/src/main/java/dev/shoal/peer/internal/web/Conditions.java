package dev.shoal.peer.internal.web;

import io.netty.handler.codec.DateFormatter;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** On which conditions a request is to be answered with the file, as RFC 9110 has them. */
final class Conditions {
  /** What is to be answered. */
  enum Outcome {
    /** The file. */
    HOLD,
    /** That the client has it already. */
    NOT_MODIFIED,
    /** That it is another one than the client wants. */
    FAILED
  }

  private final Function<String, List<String>> headers;
  private final String tag;
  private final long modifiedSeconds;

  /**
   * The conditions of one request.
   *
   * @param headers all values of a header
   * @param tag a strong validator, with its quotes
   * @param modifiedSeconds Unix time
   */
  Conditions(Function<String, List<String>> headers, String tag, long modifiedSeconds) {
    this.headers = headers;
    this.tag = tag;
    this.modifiedSeconds = modifiedSeconds;
  }

  /** What they come to, in the order that the standard lays down. */
  Outcome outcome() {
    if (has("if-match")) {
      if (!names("if-match", false)) {
        return Outcome.FAILED;
      }
    } else if (seconds("if-unmodified-since") < modifiedSeconds) {
      return Outcome.FAILED;
    }
    if (has("if-none-match")) {
      return names("if-none-match", true) ? Outcome.NOT_MODIFIED : Outcome.HOLD;
    }
    long since = seconds("if-modified-since");
    return since != Long.MAX_VALUE && modifiedSeconds <= since
        ? Outcome.NOT_MODIFIED
        : Outcome.HOLD;
  }

  /** The ranges that are asked for; none if the whole is, since the client has part of another. */
  Optional<String> range() {
    List<String> ranges = headers.apply("range");
    if (ranges.size() != 1) {
      return Optional.empty();
    }
    List<String> only = headers.apply("if-range");
    boolean same =
        only.isEmpty()
            || only.get(0).strip().equals(tag)
            || (!only.get(0).contains("\"") && seconds("if-range") == modifiedSeconds);
    return same ? Optional.of(ranges.get(0)) : Optional.empty();
  }

  private boolean has(String name) {
    return !headers.apply(name).isEmpty();
  }

  /**
   * Whether a list of tags names the file. Its tag has no comma.
   *
   * @param weakly a weak tag will do
   */
  private boolean names(String name, boolean weakly) {
    return headers.apply(name).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .anyMatch(
            each -> each.equals("*") || each.equals(tag) || (weakly && each.equals("W/" + tag)));
  }

  /** Unix time; as late as can be if there is none. */
  private long seconds(String name) {
    List<String> values = headers.apply(name);
    @Nullable Date date = values.isEmpty() ? null : DateFormatter.parseHttpDate(values.get(0));
    return date == null ? Long.MAX_VALUE : date.toInstant().getEpochSecond();
  }
}
