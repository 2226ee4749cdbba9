package dev.shoal.tracker.internal.access;

/** Hears of what ends in the view, so that nobody goes on with it. Never throws. */
public interface AccessListener {
  /** That login is no more: connections that took it up are logged in no more. */
  void loginEnded(LoginRecord login);

  /** That account is a member of the group no more. The group's epoch rises right after that. */
  void membershipEnded(Group group, String userKey);

  /** Tokens of the group's earlier epochs are good no more; its members are to be told. */
  void epochChanged(Group group);

  /**
   * The group is no more. Its last {@link #epochChanged} came before, when its members were still
   * known; their memberships are not reported one by one.
   */
  void groupEnded(Group group);
}
