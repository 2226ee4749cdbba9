package dev.shoal.tracker.internal.access.login;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.AccountNames;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.ProtocolException;

/** What may be a password: length is what makes one hard to guess, and all that is asked for. */
public final class PasswordRules {
  /** Shortest new password, bytes of UTF-8. */
  public static final int MIN_BYTES = 8;

  private PasswordRules() {}

  /**
   * Does nothing for a password that an account may be given.
   *
   * @param user the account's name
   * @throws ProtocolException with {@link ErrorCode#BAD_REQUEST} for any other
   */
  public static void checkNew(ByteString password, String user) throws ProtocolException {
    checkGiven(password);
    if (password.size() < MIN_BYTES) {
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST, "a password has at least " + MIN_BYTES + " characters");
    }
    if (AccountNames.key(password.toStringUtf8()).equals(AccountNames.key(user))) {
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST, "the password must not be the user's name");
    }
  }

  /**
   * Does nothing for what could be some account's password.
   *
   * @throws ProtocolException with {@link ErrorCode#BAD_REQUEST} for what is too long
   */
  public static void checkGiven(ByteString password) throws ProtocolException {
    if (password.size() > Limits.MAX_PASSWORD_BYTES) {
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST,
          "a password has at most " + Limits.MAX_PASSWORD_BYTES + " bytes of UTF-8");
    }
  }
}
