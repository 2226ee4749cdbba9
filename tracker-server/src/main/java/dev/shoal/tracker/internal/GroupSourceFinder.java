package dev.shoal.tracker.internal;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.GroupSources;
import dev.shoal.protocol.wire.QueryGroup;
import dev.shoal.tracker.internal.access.AccessView;
import dev.shoal.tracker.internal.access.LoginView;
import dev.shoal.tracker.internal.groups.GroupHolder;
import dev.shoal.tracker.internal.groups.GroupSwarms;
import org.jspecify.annotations.Nullable;

/** Answers members who holds a file of their group. */
final class GroupSourceFinder {
  private final GroupSwarms swarms;
  private final AccessView view;
  private final TrackerPolicy.Answers answers;

  GroupSourceFinder(GroupSwarms swarms, AccessView view, TrackerPolicy.Answers answers) {
    this.swarms = swarms;
    this.view = view;
    this.answers = answers;
  }

  /**
   * Answers a query with sources.
   *
   * @param login the asker's
   * @param session the asker's, which it is not given itself; null if it has none
   */
  GroupSources find(Caller asker, LoginView login, @Nullable Session session, QueryGroup query)
      throws ProtocolException {
    GroupId group = GroupIds.read(query.getGroupId());
    FileId file = FileIds.read(query.getFileId());
    if (GroupIds.forMember(view, group, login).file(file) == null) {
      throw new ProtocolException(ErrorCode.NOT_FOUND, "the group has no such file");
    }
    GroupHolder own = session == null ? null : session.groupHolder;
    int wanted = Math.min(answers.wanted(query.getMaxSources()), Limits.MAX_GROUP_SOURCES);
    return swarms.sources(group, file, own, asker.addresses(), wanted);
  }
}
