package dev.shoal.tracker.internal.groups;

/**
 * How many registrations there may be in groups.
 *
 * @param groupsPerSession most groups in which one session holds files
 * @param perSession most by one session
 * @param perAccount most by all sessions of one account
 * @param inAll most by all together
 */
public record GroupLimits(int groupsPerSession, int perSession, int perAccount, int inAll) {
  /** What a tracker grants unless told otherwise; memory: some 150 bytes for each in all. */
  public static final GroupLimits DEFAULT = new GroupLimits(1000, 20_000, 100_000, 2_000_000);
}
