package dev.shoal.tracker.internal;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.GroupRegistration;
import dev.shoal.protocol.wire.RegisterInGroups;
import dev.shoal.protocol.wire.RegisteredInGroups;
import dev.shoal.tracker.internal.access.AccessView;
import dev.shoal.tracker.internal.access.EpochNews;
import dev.shoal.tracker.internal.access.Group;
import dev.shoal.tracker.internal.access.LoginHolder;
import dev.shoal.tracker.internal.access.LoginView;
import dev.shoal.tracker.internal.groups.GroupHolder;
import dev.shoal.tracker.internal.groups.GroupSwarms;
import dev.shoal.tracker.internal.swarm.Standing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Enters and removes what a session holds of groups' files. A request is taken as a whole or not at
 * all.
 *
 * <p>What a session holds there is given to others only while a connection carries it that is
 * logged in as the same account and comes from the same node: the session's secret alone brings
 * none of it back.
 */
final class GroupRegistrar implements SessionListener {
  private final GroupSwarms swarms;
  private final SessionTable sessions;
  private final AccessView view;

  GroupRegistrar(GroupSwarms swarms, SessionTable sessions, AccessView view) {
    this.swarms = swarms;
    this.sessions = sessions;
    this.view = view;
  }

  private record Item(GroupId group, FileId file, boolean complete, boolean gone) {}

  /**
   * Registers a batch; of several registrations of one file the last counts. The asker is told the
   * epoch of every group in which the session held nothing before: it may have missed a later one.
   *
   * @param login the asker's
   */
  RegisteredInGroups register(
      Session session, LoginHolder asker, LoginView login, RegisterInGroups request)
      throws ProtocolException {
    Batches.check(request.getRegistrationsCount(), "registrations");
    List<Item> items = read(request, login);
    GroupHolder holder = holder(session, asker, login);
    checkRoom(session, holder, items, request.getReset());
    if (request.getReset()) {
      swarms.reset(holder);
    }
    Set<GroupId> begun = new LinkedHashSet<>();
    for (Item item : items) {
      if (item.gone) {
        swarms.remove(holder, item.group, item.file);
      } else {
        if (!holder.isIn(item.group)) {
          begun.add(item.group);
        }
        swarms.put(holder, item.group, item.file, item.complete);
      }
    }
    sessions.charge(session);
    for (GroupId id : begun) {
      Group group = view.group(id);
      if (group != null) {
        asker.tell(EpochNews.of(group));
      }
    }
    return RegisteredInGroups.newBuilder().setCount(holder.size()).build();
  }

  /** What is not in the list of its group is passed over: the list may have changed meanwhile. */
  private List<Item> read(RegisterInGroups request, LoginView login) throws ProtocolException {
    List<Item> items = new ArrayList<>(request.getRegistrationsCount());
    Group group = null; // most batches are about one
    for (GroupRegistration registration : request.getRegistrationsList()) {
      GroupId id = GroupIds.read(registration.getGroupId());
      FileId file = FileIds.read(registration.getFileId());
      if (registration.getGone()) {
        items.add(new Item(id, file, false, true));
        continue;
      }
      if (group == null || !group.id().equals(id)) {
        group = GroupIds.forMember(view, id, login);
      }
      if (group.file(file) != null) {
        items.add(new Item(id, file, registration.getComplete(), false));
      }
    }
    return items;
  }

  /** What the session holds in that account's name; what it held in another's is forgotten. */
  private GroupHolder holder(Session session, LoginHolder asker, LoginView login) {
    GroupHolder holder = session.groupHolder;
    if (holder != null
        && holder.userKey().equals(login.userKey())
        && holder.peer().equals(asker.peer())) {
      return holder;
    }
    over(session);
    GroupHolder opened = swarms.open(login.userKey(), asker.peer(), () -> sessions.charge(session));
    session.groupHolder = opened;
    stands(session);
    return opened;
  }

  private void checkRoom(Session session, GroupHolder holder, List<Item> items, boolean reset)
      throws ProtocolException {
    Set<GroupId> groups = new HashSet<>();
    int added = 0;
    for (Item item : items) {
      if (!item.gone && (reset || !swarms.has(holder, item.group, item.file))) {
        added++;
        if (reset || !holder.isIn(item.group)) {
          groups.add(item.group);
        }
      }
    }
    if (added > 0 && added > swarms.room(holder, reset)) {
      throw new ProtocolException(
          ErrorCode.LIMIT_EXCEEDED, "you share as many files in groups as this tracker allows");
    }
    int forgotten = reset ? holder.size() : 0;
    if (added > 0 && added > (long) sessions.room(session) + forgotten) {
      throw new ProtocolException(
          ErrorCode.LIMIT_EXCEEDED,
          "your address has registered as many files as this tracker allows one");
    }
    int held = reset ? 0 : holder.groupCount();
    if (held + groups.size() > swarms.groupsPerSession()) {
      throw new ProtocolException(
          ErrorCode.LIMIT_EXCEEDED,
          "a node shares in at most " + swarms.groupsPerSession() + " groups at a time");
    }
  }

  @Override
  public void stands(Session session) {
    GroupHolder holder = session.groupHolder;
    if (holder != null) {
      Caller caller = session.caller();
      boolean known = caller != null && caller.speaksFor(holder.userKey(), holder.peer());
      swarms.stand(holder, known ? session.standing() : Standing.HIDDEN, session.sourceAddress());
    }
  }

  @Override
  public void over(Session session) {
    GroupHolder holder = session.groupHolder;
    if (holder != null) {
      swarms.end(holder);
      session.groupHolder = null;
    }
  }
}
