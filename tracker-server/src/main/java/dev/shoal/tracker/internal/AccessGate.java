package dev.shoal.tracker.internal;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.ProtocolException;

/**
 * What may be asked on one connection.
 *
 * <p>What needs a login is refused with LOGIN_REQUIRED where one can log in, and with TLS_REQUIRED
 * on a plain connection, where one can't. Accounts and groups always need TLS, and a login but for
 * what leads to one.
 */
final class AccessGate {
  /** High byte of the numbers of kinds that concern accounts and groups. */
  private static final int ACCESS = 0x03;

  private final LoginRules rules;
  private final boolean encrypted;
  private boolean loggedIn;

  /** Kept ready, since it is looked at with every request. */
  private boolean mayAsk;

  private boolean mayShare;

  /**
   * For a connection that is not logged in yet.
   *
   * @param encrypted whether it came by TLS, and its peer has proved who it is
   */
  AccessGate(LoginRules rules, boolean encrypted) {
    this.rules = rules;
    this.encrypted = encrypted;
    setLoggedIn(false);
  }

  void setLoggedIn(boolean value) {
    loggedIn = value;
    mayAsk = value || !rules.toAsk();
    mayShare = mayAsk && (value || !rules.toShare());
  }

  boolean mayAsk() {
    return mayAsk;
  }

  boolean mayShare() {
    return mayShare;
  }

  /** Whether requests of that kind concern accounts and groups. */
  static boolean isAccess(FrameKind kind) {
    return kind.number() >>> Byte.SIZE == ACCESS;
  }

  /** Does nothing if requests of that kind may be made. */
  void check(FrameKind kind) throws ProtocolException {
    boolean open =
        switch (kind) {
          case REGISTER, PUBLISH -> mayShare;
          case CREATE_USER, LOGIN, AUTHENTICATE -> encrypted;
          case REQUEST_KEYS -> encrypted && mayAsk;
          default -> isAccess(kind) ? loggedIn : mayAsk;
        };
    if (!open) {
      throw refusal();
    }
  }

  /** Says that a login is needed, and if need be TLS for that. */
  ProtocolException refusal() {
    return encrypted
        ? new ProtocolException(ErrorCode.LOGIN_REQUIRED, "log in first: this tracker asks for it")
        : new ProtocolException(
            ErrorCode.TLS_REQUIRED, "this needs a login, and so a connection by TLS");
  }
}
