package dev.shoal.tracker.internal.groups;

import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.PeerId;
import dev.shoal.tracker.internal.swarm.Registrations;
import dev.shoal.tracker.internal.swarm.SourceAddress;
import dev.shoal.tracker.internal.swarm.Standing;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one session holds of groups' files, and for whom. {@link GroupSwarms} alone changes it. */
public final class GroupHolder {
  final String userKey;
  final PeerId peer;

  /** What it holds of each group, so that its part in one can end by itself. */
  final Map<GroupId, Registrations> parts = new HashMap<>();

  int size;
  Standing standing = Standing.HIDDEN;
  @Nullable SourceAddress address;

  /** Told when a part in a group has ended, with all that was held there. */
  final Runnable partEnded;

  /** Whether it has ended, and nothing may be added to it. */
  boolean ended;

  GroupHolder(String userKey, PeerId peer, Runnable partEnded) {
    this.userKey = userKey;
    this.peer = peer;
    this.partEnded = partEnded;
  }

  /** Of the account in whose name it holds them. */
  public String userKey() {
    return userKey;
  }

  /** The node's, which it has proved. */
  public PeerId peer() {
    return peer;
  }

  /** How many registrations it has, those of all groups together. */
  public int size() {
    return size;
  }

  /** In how many groups. */
  public int groupCount() {
    return parts.size();
  }

  /** Whether it has registered anything in that group. */
  public boolean isIn(GroupId group) {
    return parts.containsKey(group);
  }
}
