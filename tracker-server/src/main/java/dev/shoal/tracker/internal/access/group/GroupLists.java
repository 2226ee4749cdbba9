package dev.shoal.tracker.internal.access.group;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.AccountNames;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.GroupEntry;
import dev.shoal.protocol.wire.GroupFile;
import dev.shoal.protocol.wire.GroupFileList;
import dev.shoal.protocol.wire.GroupList;
import dev.shoal.protocol.wire.ListGroupFiles;
import dev.shoal.protocol.wire.ListGroups;
import dev.shoal.protocol.wire.ListMembers;
import dev.shoal.protocol.wire.MemberEntry;
import dev.shoal.protocol.wire.MemberList;
import dev.shoal.protocol.wire.Membership;
import dev.shoal.tracker.internal.access.AccessView;
import dev.shoal.tracker.internal.access.Account;
import dev.shoal.tracker.internal.access.Group;
import dev.shoal.tracker.internal.access.ListedFile;
import dev.shoal.tracker.internal.store.AccessRefusals;
import java.util.NavigableSet;

/** Lists groups, members and files, page by page, to whoever may see them. */
final class GroupLists {
  private final AccessView view;
  private final GroupCounts counts;

  GroupLists(AccessView view, GroupCounts counts) {
    this.view = view;
    this.counts = counts;
  }

  /** The group of that name, if the account may know of it. */
  Group visible(String name, String user) throws ProtocolException {
    Group group = view.group(name);
    if (group == null || !view.isVisible(group, user)) {
      throw AccessRefusals.noSuchGroup();
    }
    return group;
  }

  private Group joined(String name, String user) throws ProtocolException {
    Group group = visible(name, user);
    if (!group.isMember(user)) {
      throw AccessRefusals.forMembers();
    }
    return group;
  }

  /** Groups that the account may see. */
  GroupList groups(String user, ListGroups request) {
    PageBudget page = new PageBudget(FrameKind.GROUP_LIST, request.getLimit());
    GroupList.Builder list = GroupList.newBuilder();
    String after = AccountNames.key(request.getAfter());
    for (Group group : view.visibleGroups(user, after, page.entries() + 1)) {
      GroupEntry entry =
          GroupEntry.newBuilder()
              .setName(group.name())
              .setPolicy(group.policy())
              .setOwner(written(group.owner()))
              .setMemberCount(group.members().size())
              .setMembership(group.membership(user))
              .build();
      if (!page.take(entry)) {
        return list.setMore(true).build();
      }
      list.addGroups(entry);
    }
    return list.build();
  }

  /** Members of a group, or those who asked to be. */
  MemberList members(String user, ListMembers request) throws ProtocolException {
    Group group = joined(request.getGroup(), user);
    if (request.getRequests() && !group.owner().equals(user)) {
      throw AccessRefusals.forOwner();
    }
    PageBudget page = new PageBudget(FrameKind.MEMBER_LIST, request.getLimit());
    MemberList.Builder list = MemberList.newBuilder();
    NavigableSet<String> users =
        request.getRequests() ? group.requesters() : group.members().navigableKeySet();
    for (String each : users.tailSet(AccountNames.key(request.getAfter()), false)) {
      Membership membership = group.membership(each);
      MemberEntry entry =
          MemberEntry.newBuilder().setUser(written(each)).setMembership(membership).build();
      if (!page.take(entry)) {
        return list.setMore(true).build();
      }
      list.addMembers(entry);
    }
    return list.build();
  }

  /** Files of a group, or the one of that name if there is one. */
  GroupFileList files(String user, ListGroupFiles request) throws ProtocolException {
    Group group = joined(request.getGroup(), user);
    GroupFileList.Builder list =
        GroupFileList.newBuilder().setGroupId(ByteString.copyFrom(group.id().toBytes()));
    if (!request.getName().isEmpty()) {
      ListedFile file = group.files().get(request.getName());
      return file == null ? list.build() : list.addFiles(entry(group, file)).build();
    }
    PageBudget page = new PageBudget(FrameKind.GROUP_FILE_LIST, request.getLimit());
    for (ListedFile file : group.files().tailMap(request.getAfter(), false).values()) {
      GroupFile entry = entry(group, file);
      if (!page.take(entry)) {
        return list.setMore(true).build();
      }
      list.addFiles(entry);
    }
    return list.build();
  }

  private GroupFile entry(Group group, ListedFile file) {
    GroupFile.Builder entry =
        GroupFile.newBuilder()
            .setFileId(ByteString.copyFrom(file.fileId().toBytes()))
            .setLength(file.length())
            .setName(file.name())
            .addAllTags(file.tags())
            .setPublishedMillis(file.publishedMillis())
            .setSeederCount(counts.seeders(group.id(), file.fileId()))
            .setLeecherCount(counts.leechers(group.id(), file.fileId()));
    file.sharers().stream()
        .limit(Limits.MAX_SHARERS_NAMED)
        .forEach(sharer -> entry.addSharers(written(sharer)));
    return entry.build();
  }

  /** The name as its account is written. */
  private String written(String userKey) {
    Account account = view.account(userKey);
    return account == null ? userKey : account.name();
  }
}
