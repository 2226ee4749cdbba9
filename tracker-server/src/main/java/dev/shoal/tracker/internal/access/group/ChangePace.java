package dev.shoal.tracker.internal.access.group;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.tracker.internal.access.login.Pace;
import dev.shoal.tracker.internal.access.login.Paces;
import java.util.function.LongSupplier;

/** How often one account may have something changed: each change is written to disk. */
public final class ChangePace {
  /** Of groups, and of accounts by an administrator: each is audited, too. */
  static final Pace CHANGES = Pace.perSecond(20, 200);

  /** Of the lists of groups, which nodes change a file at a time. */
  static final Pace PUBLICATIONS = Pace.perSecond(200, 20_000);

  private static final int MAX_ACCOUNTS = 4096;

  private final Paces<String> paces;
  private final LongSupplier nowNanos;

  private ChangePace(Pace pace, LongSupplier nowNanos) {
    this.paces = new Paces<>(pace, MAX_ACCOUNTS);
    this.nowNanos = nowNanos;
  }

  /** The pace of changes of groups, and of accounts by an administrator. */
  public static ChangePace ofChanges(LongSupplier nowNanos) {
    return new ChangePace(CHANGES, nowNanos);
  }

  static ChangePace ofPublications(LongSupplier nowNanos) {
    return new ChangePace(PUBLICATIONS, nowNanos);
  }

  /**
   * Counts a change.
   *
   * @throws ProtocolException with {@link ErrorCode#BUSY} if the account has to wait
   */
  public void count(String userKey) throws ProtocolException {
    long now = nowNanos.getAsLong();
    if (paces.nanosToWait(userKey, 1, now) > 0) {
      throw new ProtocolException(
          ErrorCode.BUSY, "your account changes too much; try again in 1 s");
    }
    paces.done(userKey, 1, now);
  }
}
