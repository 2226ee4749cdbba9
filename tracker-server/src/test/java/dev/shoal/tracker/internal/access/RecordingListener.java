package dev.shoal.tracker.internal.access;

import java.util.ArrayList;
import java.util.List;

/** Remembers in words what it hears. */
final class RecordingListener implements AccessListener {
  final List<String> heard = new ArrayList<>();

  @Override
  public void loginEnded(LoginRecord login) {
    heard.add("login of " + login.userKey());
  }

  @Override
  public void membershipEnded(Group group, String userKey) {
    heard.add(userKey + " out of " + group.name() + " " + group.isMember(userKey));
  }

  @Override
  public void epochChanged(Group group) {
    heard.add(group.name() + " epoch " + group.epoch() + " " + group.members().keySet());
  }

  @Override
  public void groupEnded(Group group) {
    heard.add(group.name() + " gone");
  }
}
