package dev.shoal.tracker.internal.store;

/**
 * How much of accounts and groups is kept. Immutable.
 *
 * @param accounts most accounts
 * @param loginsPerAccount most logins of one account at a time; the oldest end
 * @param groups most groups
 * @param groupsPerOwner most groups that one account owns
 * @param membersPerGroup most members of one group, with those who asked to join
 * @param filesPerGroup most files in one group's list
 * @param filesPerOwner most files in the lists of all groups that one account owns
 * @param filesInAll most files in the lists of all groups
 * @param clearedAtOnce most records that one command clears away of what has ended: so few that
 *     other commands do not wait long. What is left is cleared away by further commands
 */
public record AccessLimits(
    int accounts,
    int loginsPerAccount,
    int groups,
    int groupsPerOwner,
    int membersPerGroup,
    int filesPerGroup,
    int filesPerOwner,
    int filesInAll,
    int clearedAtOnce) {
  /** Enough for an organisation, and little enough to be held in memory. */
  public static final AccessLimits DEFAULT =
      new AccessLimits(100_000, 64, 10_000, 100, 10_000, 100_000, 200_000, 1_000_000, 500);

  /**
   * Checks all of them.
   *
   * @throws IllegalArgumentException unless they are positive
   */
  public AccessLimits {
    if (accounts < 1
        || loginsPerAccount < 1
        || groups < 1
        || groupsPerOwner < 1
        || membersPerGroup < 1
        || filesPerGroup < 1
        || filesPerOwner < 1
        || filesInAll < 1
        || clearedAtOnce < 1) {
      throw new IllegalArgumentException("a limit of accounts and groups is 1 at least");
    }
  }
}
