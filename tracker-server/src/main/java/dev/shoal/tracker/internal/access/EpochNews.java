package dev.shoal.tracker.internal.access;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.wire.GroupEpoch;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells every connection of a group's members that the group has come to a later epoch, a slice of
 * them at a time.
 */
public final class EpochNews {
  private final ConnectedLogins logins;
  private final Runnable workArises;
  private final Map<GroupId, Pending> pending = new LinkedHashMap<>();

  /**
   * Nothing is to be told yet.
   *
   * @param workArises called when there is something for {@link #work} to do
   */
  public EpochNews(ConnectedLogins logins, Runnable workArises) {
    this.logins = logins;
    this.workArises = workArises;
  }

  private record Pending(GroupEpoch news, Iterator<String> members) {}

  /** What its members are told of a group's present epoch. */
  public static GroupEpoch of(Group group) {
    return GroupEpoch.newBuilder()
        .setGroupId(ByteString.copyFrom(group.id().toBytes()))
        .setEpoch(group.epoch())
        .build();
  }

  /**
   * A group has come to a later epoch, of which its present members are to be told; what was still
   * to be told of an earlier one is not any more.
   */
  public void arise(Group group) {
    pending.put(
        group.id(), new Pending(of(group), List.copyOf(group.members().keySet()).iterator()));
    workArises.run();
  }

  /**
   * Tells some.
   *
   * @param max accounts and connections looked at: a slice small enough not to hold up requests
   * @return whether there is more
   */
  public boolean work(int max) {
    int left = max;
    Iterator<Pending> groups = pending.values().iterator();
    while (groups.hasNext() && left > 0) {
      Pending group = groups.next();
      while (group.members.hasNext() && left > 0) {
        List<LoginHolder> connections = logins.of(group.members.next());
        connections.forEach(connection -> connection.tell(group.news));
        left -= 1 + connections.size();
      }
      if (!group.members.hasNext()) {
        groups.remove();
      }
    }
    return !pending.isEmpty();
  }
}
