package dev.shoal.tracker.internal.access;

import java.util.Locale;
import java.util.random.RandomGenerator;

/** Secrets that people read and type: in Crockford's digits, of which none looks like another. */
public final class ReadableCode {
  private ReadableCode() {}

  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int SHOWN_TOGETHER = 4;

  /**
   * A new code, as a person is shown it: in groups of four, with hyphens between.
   *
   * @param digits of five random bits each
   */
  public static String random(RandomGenerator random, int digits) {
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < digits; i++) {
      if (i > 0 && i % SHOWN_TOGETHER == 0) {
        code.append('-');
      }
      code.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
    }
    return code.toString();
  }

  /** The digits alone, in whichever way a person wrote them. */
  public static String digits(String written) {
    return written
        .replace("-", "")
        .replace(" ", "")
        .toUpperCase(Locale.ROOT)
        .replace('O', '0')
        .replace('I', '1')
        .replace('L', '1');
  }
}
