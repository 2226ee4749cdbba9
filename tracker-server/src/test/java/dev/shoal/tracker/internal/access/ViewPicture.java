package dev.shoal.tracker.internal.access;

import java.util.List;
import java.util.stream.Collectors;

/** Everything that a view shows of some accounts and groups, as text that can be compared. */
final class ViewPicture {
  private ViewPicture() {}

  static String of(AccessView view, List<String> users, List<String> groups) {
    StringBuilder picture = new StringBuilder();
    picture.append(view.accountCount()).append(" accounts ").append(view.hasAdministrator());
    picture.append(' ').append(view.loginCount()).append(" logins ").append(view.keys());
    for (String name : groups) {
      Group group = view.group(name);
      picture.append('\n').append(name).append(": ");
      picture.append(group == null ? "-" : of(group));
    }
    for (String user : users) {
      picture.append('\n').append(view.account(user)).append(" sees ");
      view.visibleGroups(user, "", 100).forEach(group -> picture.append(group.name()).append(' '));
    }
    return picture.toString();
  }

  static String of(Group group) {
    String files =
        group.files().values().stream()
            .map(file -> file.name() + "=" + file.fileId() + file.sharers())
            .collect(Collectors.joining(" "));
    return group.owner()
        + " "
        + group.policy()
        + " epoch "
        + group.epoch()
        + " "
        + group.members()
        + " "
        + group.requesters()
        + " "
        + files;
  }
}
