package dev.shoal.tracker.internal;

import dev.shoal.tracker.internal.access.AccessListener;
import dev.shoal.tracker.internal.access.ConnectedLogins;
import dev.shoal.tracker.internal.access.EpochNews;
import dev.shoal.tracker.internal.access.Group;
import dev.shoal.tracker.internal.access.LoginRecord;
import dev.shoal.tracker.internal.groups.GroupSwarms;

/** Lets end with a login, a membership or a group what depends on it. */
final class AccessEnds implements AccessListener {
  private final ConnectedLogins logins;
  private final GroupSwarms swarms;
  private final EpochNews news;

  AccessEnds(ConnectedLogins logins, GroupSwarms swarms, EpochNews news) {
    this.logins = logins;
    this.swarms = swarms;
    this.news = news;
  }

  @Override
  public void loginEnded(LoginRecord login) {
    logins.end(login.tokenHash());
  }

  @Override
  public void membershipEnded(Group group, String userKey) {
    swarms.leave(group.id(), userKey);
  }

  @Override
  public void epochChanged(Group group) {
    news.arise(group);
  }

  @Override
  public void groupEnded(Group group) {
    swarms.delete(group.id());
  }
}
