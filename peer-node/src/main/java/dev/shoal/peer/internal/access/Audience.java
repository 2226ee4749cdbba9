package dev.shoal.peer.internal.access;

import dev.shoal.protocol.GroupId;
import java.util.HashSet;
import java.util.Set;

/**
 * For whom something is held: everybody, the members of some groups, or both. Immutable.
 *
 * @param everybody whether it is public; then whoever asks may have it
 * @param groups in which it is shared, or was downloaded
 */
public record Audience(boolean everybody, Set<GroupId> groups) {
  private static final Audience EVERYBODY = new Audience(true, Set.of());

  /** Copies the groups. */
  public Audience {
    groups = Set.copyOf(groups);
  }

  /** Whoever asks. */
  public static Audience ofEverybody() {
    return EVERYBODY;
  }

  /** The members of groups. */
  public static Audience ofGroups(Set<GroupId> groups) {
    return new Audience(false, groups);
  }

  /** The members of a group. */
  public static Audience ofGroup(GroupId group) {
    return ofGroups(Set.of(group));
  }

  /** Those of this one and those of another one. */
  public Audience and(Audience other) {
    Set<GroupId> both = new HashSet<>(groups);
    both.addAll(other.groups);
    return new Audience(everybody || other.everybody, both);
  }

  /** Those who belong to this one and to another one. */
  public Audience narrowedTo(Audience other) {
    Set<GroupId> either = new HashSet<>(groups);
    either.addAll(other.groups);
    either.removeIf(group -> !isFor(group) || !other.isFor(group));
    return new Audience(everybody && other.everybody, either);
  }

  /** Whether a group's members are among them. */
  public boolean isFor(GroupId group) {
    return everybody || groups.contains(group);
  }

  /** This one, but not for a group's sake. */
  public Audience without(GroupId group) {
    return without(ofGroup(group));
  }

  /** This one, but not for the sake of those. */
  public Audience without(Audience others) {
    Set<GroupId> rest = new HashSet<>(groups);
    rest.removeAll(others.groups);
    return new Audience(everybody && !others.everybody, rest);
  }

  /** Whether it is nobody at all. */
  public boolean isNobody() {
    return !everybody && groups.isEmpty();
  }
}
