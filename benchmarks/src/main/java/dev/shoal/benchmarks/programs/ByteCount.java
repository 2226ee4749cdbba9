package dev.shoal.benchmarks.programs;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A number of bytes as given on the command line, such as 4KiB or 1GiB.
 *
 * @param bytes at least 0
 */
public record ByteCount(long bytes) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,15})(?:([KMGT])i?B?)?");
  private static final String UNITS = "KMGT";

  /**
   * Reads one: digits, and KiB, MiB, GiB or TiB.
   *
   * @throws IllegalArgumentException with a sentence
   */
  public static ByteCount parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a size is like 65536, 64KiB or 1GiB, not " + text);
    }
    long number = Long.parseLong(matcher.group(1));
    int power = matcher.group(2) == null ? 0 : UNITS.indexOf(matcher.group(2)) + 1;
    if (number > Long.MAX_VALUE >> (10 * power)) {
      throw new IllegalArgumentException("too large: " + text);
    }
    return new ByteCount(number << (10 * power));
  }

  /** As it would be given: with the largest unit that leaves no rest. */
  @Override
  public String toString() {
    int power = bytes == 0 ? 0 : Math.min(4, Long.numberOfTrailingZeros(bytes) / 10);
    String unit = power == 0 ? "" : UNITS.charAt(power - 1) + "iB";
    return String.format(Locale.ROOT, "%d%s", bytes >> (10 * power), unit);
  }

  /** For picocli. */
  public static final class Converter implements ITypeConverter<ByteCount> {
    /** For picocli. */
    public Converter() {}

    @Override
    public ByteCount convert(String text) {
      try {
        return parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
