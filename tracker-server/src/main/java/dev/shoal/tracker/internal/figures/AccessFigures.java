package dev.shoal.tracker.internal.figures;

/**
 * A tracker's figures of accounts, at one moment. Immutable.
 *
 * @param accounts there are
 * @param groups there are
 * @param logins that are kept, those included whose time is over and that were not dropped yet
 * @param tries at accounts' passwords, so far
 * @param passwords that are hashed
 * @param capabilities signed so far
 * @param audit of the log of security events
 */
public record AccessFigures(
    int accounts,
    int groups,
    int logins,
    TryFigures tries,
    PasswordFigures passwords,
    long capabilities,
    AuditFigures audit) {

  /**
   * Tries at accounts' passwords, to log in or to change one.
   *
   * @param accepted logins begun
   * @param denied for a wrong name or password
   * @param throttled not looked at, because there were too many
   * @param cut connections ended because too much failed on them
   */
  public record TryFigures(long accepted, long denied, long throttled, long cut) {}

  /**
   * Runs of Argon2.
   *
   * @param runs begun
   * @param running now
   * @param waiting for their turn
   * @param refused because too many waited
   * @param dropped because nobody waited for what comes of them any more
   */
  public record PasswordFigures(long runs, int running, int waiting, long refused, long dropped) {}

  /**
   * Lines of the log of security events.
   *
   * @param written so far
   * @param leftOut because there were too many, or they could not be written
   */
  public record AuditFigures(long written, long leftOut) {}
}
