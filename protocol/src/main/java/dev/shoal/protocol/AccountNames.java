package dev.shoal.protocol;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What users and groups may be called: 1 to 32 ASCII letters, digits, dots, hyphens and
 * underscores, the first a letter or digit. Names that differ in case only are the same name; so
 * nobody can take one that looks like another's.
 */
public final class AccountNames {
  private AccountNames() {}

  private static final Pattern FORM =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0," + (Limits.MAX_ACCOUNT_NAME - 1) + "}");

  /** Whether a user or group may be called that. */
  public static boolean isValid(String name) {
    return FORM.matcher(name).matches();
  }

  /**
   * Does nothing for a name that is in order.
   *
   * @param what "user" or "group"
   * @throws ProtocolException with {@link ErrorCode#BAD_REQUEST}, not repeating the name
   */
  public static void check(String name, String what) throws ProtocolException {
    if (!isValid(name)) {
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST,
          "the name of a "
              + what
              + " has 1 to "
              + Limits.MAX_ACCOUNT_NAME
              + " letters a to z, digits, dots, hyphens and underscores, and begins with a letter"
              + " or digit");
    }
  }

  /** The same for all spellings of one name. */
  public static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
