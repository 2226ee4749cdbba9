package dev.shoal.tracker.internal.access.account;

/** Counts tries at accounts' passwords by what became of them; owned by the tracker's loop. */
public final class LoginTally {
  private long accepted;
  private long denied;
  private long throttled;

  LoginTally() {}

  /** A login was begun. */
  void accept() {
    accepted++;
  }

  /** The name or the password was wrong. */
  void deny() {
    denied++;
  }

  /** There were too many tries. */
  void throttle() {
    throttled++;
  }

  /** Logins begun. */
  public long accepted() {
    return accepted;
  }

  /** Tries with a wrong name or password. */
  public long denied() {
    return denied;
  }

  /** Tries that were not looked at. */
  public long throttled() {
    return throttled;
  }
}
