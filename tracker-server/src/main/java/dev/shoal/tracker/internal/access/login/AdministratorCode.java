package dev.shoal.tracker.internal.access.login;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The code that makes a tracker's first administrator, once: 100 random bits, in memory only. Not
 * thread-safe.
 */
public final class AdministratorCode {
  /** Letters and digits that are not mistaken for each other. */
  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  private static final int LENGTH = 20;
  private static final int GROUP = 4;

  private @Nullable String text;

  private AdministratorCode(@Nullable String text) {
    this.text = text;
  }

  /** A new code. */
  public static AdministratorCode random(SecureRandom random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      if (i > 0 && i % GROUP == 0) {
        text.append('-');
      }
      text.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
    }
    return new AdministratorCode(text.toString());
  }

  /** In place of one where there is an administrator: matches nothing. */
  public static AdministratorCode none() {
    return new AdministratorCode(null);
  }

  /** The code in groups, {@code XXXX-XXXX-XXXX-XXXX-XXXX}; empty once it is spent. */
  public Optional<String> text() {
    return Optional.ofNullable(text);
  }

  /**
   * Whether that is the code, with or without hyphens, in capitals or not. Takes as long for one
   * that begins like it as for any other.
   */
  public boolean matches(String attempt) {
    return text != null && MessageDigest.isEqual(digits(text), digits(attempt));
  }

  /** Makes it match nothing any more. */
  public void spend() {
    text = null;
  }

  private static byte[] digits(String code) {
    return code.replace("-", "")
        .replace(" ", "")
        .toUpperCase(Locale.ROOT)
        .replace('O', '0')
        .replace('I', '1')
        .replace('L', '1')
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Never the code. */
  @Override
  public String toString() {
    return text == null ? "no code" : "a code";
  }
}
