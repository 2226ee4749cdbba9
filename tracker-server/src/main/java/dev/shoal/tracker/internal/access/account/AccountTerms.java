package dev.shoal.tracker.internal.access.account;

import java.time.Duration;

/**
 * On what terms there are accounts.
 *
 * @param byAdministrator whether only an administrator makes accounts, the first one aside
 * @param loginLife how long a login lasts
 */
public record AccountTerms(boolean byAdministrator, Duration loginLife) {
  /** A login's life unless another is set. */
  public static final Duration DEFAULT_LOGIN_LIFE = Duration.ofDays(30);
}
