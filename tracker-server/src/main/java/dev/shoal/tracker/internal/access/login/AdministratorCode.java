package dev.shoal.tracker.internal.access.login;

import dev.shoal.tracker.internal.access.ReadableCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The code that makes a tracker's first administrator, once: 100 random bits, in memory only. Not
 * thread-safe.
 */
public final class AdministratorCode {
  private static final int LENGTH = 20;

  private volatile @Nullable String text;

  private AdministratorCode(@Nullable String text) {
    this.text = text;
  }

  /** A new code. */
  public static AdministratorCode random(SecureRandom random) {
    return new AdministratorCode(ReadableCode.random(random, LENGTH));
  }

  /** In place of one where there is an administrator: matches nothing. */
  public static AdministratorCode none() {
    return new AdministratorCode(null);
  }

  /** The code, as a person is shown it; empty once it is spent. */
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
    return ReadableCode.digits(code).getBytes(StandardCharsets.UTF_8);
  }

  /** Never the code. */
  @Override
  public String toString() {
    return text == null ? "no code" : "a code";
  }
}
