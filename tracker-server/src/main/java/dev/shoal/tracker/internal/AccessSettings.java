package dev.shoal.tracker.internal;

import dev.shoal.tracker.internal.access.login.HashingCost;
import dev.shoal.tracker.internal.access.login.HashingPool;
import dev.shoal.tracker.internal.access.login.LoginThrottle;
import java.time.Duration;

/**
 * How a tracker deals with accounts.
 *
 * @param rules for what one has to be logged in; where it is for anything, administrators alone
 *     make accounts
 * @param cost of hashing one password
 * @param hashing how many at a time
 * @param throttle how often a password may be tried
 * @param loginLife how long a login lasts
 */
public record AccessSettings(
    LoginRules rules,
    HashingCost cost,
    HashingPool.Limits hashing,
    LoginThrottle.Limits throttle,
    Duration loginLife) {
  public AccessSettings {
    if (loginLife.compareTo(Duration.ofSeconds(1)) < 0
        || loginLife.compareTo(Duration.ofDays(366)) > 0) {
      throw new IllegalArgumentException(
          "loginLife must be from 1 s to 366 days, not " + loginLife);
    }
  }
}
