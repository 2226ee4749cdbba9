package dev.shoal.tracker.internal.access;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.wire.GroupEpoch;
import dev.shoal.protocol.wire.Membership;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

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

  /**
   * What is to be told in one group, and how far that is done. The members are looked up one after
   * the other, not copied: a group may have very many, and others may leave it meanwhile.
   */
  private static final class Pending {
    final GroupEpoch news;
    private final NavigableMap<String, Membership> members;
    private String last = ""; // comes before all of them

    Pending(Group group) {
      this.news = of(group);
      this.members = group.members();
    }

    /** The member whose turn it is; null when all were told. */
    @Nullable String next() {
      return members.higherKey(last);
    }

    void told(String member) {
      last = member;
    }
  }

  /** What its members are told of a group's present epoch. */
  public static GroupEpoch of(Group group) {
    return GroupEpoch.newBuilder()
        .setGroupId(ByteString.copyFrom(group.id().toBytes()))
        .setEpoch(group.epoch())
        .build();
  }

  /**
   * A group has come to a later epoch, of which all its members are to be told; what was still to
   * be told of an earlier one is not any more. Its turn comes after that of the other groups, so
   * that one which changes all the time does not keep them waiting.
   */
  public void arise(Group group) {
    pending.remove(group.id());
    pending.put(group.id(), new Pending(group));
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
      String member = group.next();
      while (member != null && left > 0) {
        List<LoginHolder> connections = logins.of(member);
        connections.forEach(connection -> connection.tell(group.news));
        left -= 1 + connections.size();
        group.told(member);
        member = group.next();
      }
      if (member == null) {
        groups.remove();
      }
    }
    return !pending.isEmpty();
  }
}
