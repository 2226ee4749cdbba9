package dev.shoal.peer.internal.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Understands the header Range, as RFC 9110 has it. */
final class ByteRanges {
  /** More in one request are more likely meant to do harm. */
  private static final int MOST = 16;

  private static final String UNIT = "bytes=";
  private static final int MOST_DIGITS = 18;

  private ByteRanges() {}

  /**
   * The ranges that are asked for, those that overlap or touch joined, in the order of the file.
   *
   * @return none if the header is to be ignored, because it is malformed, of another unit, or asks
   *     for too many; an empty list if nothing of what it asks for is there
   */
  static Optional<List<ByteRange>> of(String header, long length) {
    String text = header.strip();
    if (!text.toLowerCase(Locale.ROOT).startsWith(UNIT)) {
      return Optional.empty();
    }
    String[] specifications = text.substring(UNIT.length()).split(",", -1);
    if (specifications.length > MOST) {
      return Optional.empty();
    }
    List<ByteRange> ranges = new ArrayList<>();
    int understood = 0;
    for (String each : specifications) {
      String specification = each.strip();
      if (specification.isEmpty()) {
        continue; // lists may have empty elements
      }
      int dash = specification.indexOf('-');
      if (dash < 0 || !isRange(specification, dash)) {
        return Optional.empty();
      }
      understood++;
      add(ranges, specification.substring(0, dash), specification.substring(dash + 1), length);
    }
    return understood == 0 ? Optional.empty() : Optional.of(joined(ranges));
  }

  private static boolean isRange(String specification, int dash) {
    String first = specification.substring(0, dash);
    String last = specification.substring(dash + 1);
    return isNumber(first)
        && isNumber(last)
        && !(first.isEmpty() && last.isEmpty())
        && (first.isEmpty() || last.isEmpty() || number(first) <= number(last));
  }

  private static boolean isNumber(String text) {
    return text.chars().allMatch(each -> each >= '0' && each <= '9');
  }

  /** As large as a file can be when it is larger. */
  private static long number(String digits) {
    String significant = digits.replaceFirst("^0+", "");
    if (significant.length() > MOST_DIGITS) {
      return Long.MAX_VALUE;
    }
    return significant.isEmpty() ? 0 : Long.parseLong(significant);
  }

  private static void add(List<ByteRange> ranges, String first, String last, long length) {
    if (first.isEmpty()) {
      long suffix = Math.min(number(last), length);
      if (suffix > 0) {
        ranges.add(new ByteRange(length - suffix, length - 1));
      }
    } else if (number(first) < length) {
      long end = last.isEmpty() ? length - 1 : Math.min(number(last), length - 1);
      ranges.add(new ByteRange(number(first), end));
    }
  }

  private static List<ByteRange> joined(List<ByteRange> ranges) {
    List<ByteRange> joined = new ArrayList<>();
    ranges.sort(Comparator.comparingLong(ByteRange::first));
    for (ByteRange range : ranges) {
      ByteRange before = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (before == null || range.first() > before.last() + 1) {
        joined.add(range);
      } else {
        long last = Math.max(before.last(), range.last());
        joined.set(joined.size() - 1, new ByteRange(before.first(), last));
      }
    }
    return joined;
  }
}
