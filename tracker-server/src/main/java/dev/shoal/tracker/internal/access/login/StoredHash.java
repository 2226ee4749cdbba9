package dev.shoal.tracker.internal.access.login;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hash of a password with all that it takes to check one, and its text in the form of the
 * Password Hashing Competition: {@code $argon2id$v=19$m=19456,t=2,p=1$SALT$HASH}, the last two
 * Base64 without padding. Immutable.
 */
final class StoredHash {
  static final int MAX_TEXT = 256;

  private static final Pattern FORM =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=([1-9][0-9]{0,8}),t=([1-9][0-9]{0,8}),p=([1-9][0-9]{0,8})"
              + "\\$([A-Za-z0-9+/]{1,88})\\$([A-Za-z0-9+/]{1,88})");

  private static final int MIN_SALT = 8;
  private static final int MIN_HASH = 16;
  private static final int MAX_BYTES = 64;

  private final HashingCost cost;
  private final byte[] salt;
  private final byte[] hash;

  StoredHash(HashingCost cost, byte[] salt, byte[] hash) {
    this.cost = cost;
    this.salt = salt.clone();
    this.hash = hash.clone();
  }

  /** Reads a text; empty unless it is exactly what {@link #toText} writes, its cost in bounds. */
  static Optional<StoredHash> parse(String text) {
    if (text.length() > MAX_TEXT) {
      return Optional.empty();
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    try {
      HashingCost cost = new HashingCost(number(form, 1), number(form, 2), number(form, 3));
      byte[] salt = Base64.getDecoder().decode(form.group(4));
      byte[] hash = Base64.getDecoder().decode(form.group(5));
      StoredHash stored = new StoredHash(cost, salt, hash);
      boolean fits = isIn(salt.length, MIN_SALT) && isIn(hash.length, MIN_HASH) && stored.is(text);
      return fits ? Optional.of(stored) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a cost out of bounds, or a digit too few
    }
  }

  private static int number(Matcher form, int group) {
    return Integer.parseInt(form.group(group));
  }

  private static boolean isIn(int length, int min) {
    return length >= min && length <= MAX_BYTES;
  }

  /** One value has one text: the last digit of Base64 could be written in several ways. */
  private boolean is(String text) {
    return toText().equals(text);
  }

  HashingCost cost() {
    return cost;
  }

  byte[] salt() {
    return salt.clone();
  }

  byte[] hash() {
    return hash.clone();
  }

  String toText() {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m="
        + cost.memoryKib()
        + ",t="
        + cost.iterations()
        + ",p="
        + cost.parallelism()
        + "$"
        + base64.encodeToString(salt)
        + "$"
        + base64.encodeToString(hash);
  }

  /** The cost alone. */
  @Override
  public String toString() {
    return "hash of " + cost;
  }
}
