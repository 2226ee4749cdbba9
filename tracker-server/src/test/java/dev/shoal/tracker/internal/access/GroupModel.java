package dev.shoal.tracker.internal.access;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.wire.JoinPolicy;
import dev.shoal.protocol.wire.Membership;
import dev.shoal.tracker.internal.store.SomeCommands;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is to become of groups, as naively as it can be said. Methods return why they refuse, or
 * null.
 */
final class GroupModel {
  private final Map<String, Known> groups = new TreeMap<>();

  /** A group. */
  private static final class Known {
    final String owner;
    final TreeMap<String, Membership> members = new TreeMap<>();
    final TreeSet<String> requesters = new TreeSet<>();

    /** By name. */
    final TreeMap<String, Shared> files = new TreeMap<>();

    JoinPolicy policy;
    int code;
    long epoch = 1;

    Known(String owner, JoinPolicy policy, int code) {
      this.owner = owner;
      this.policy = policy;
      this.code = code;
      members.put(owner, Membership.MEMBERSHIP_OWNER);
    }

    boolean isVisibleTo(String user) {
      return policy != JoinPolicy.JOIN_BY_INVITATION
          || members.containsKey(user)
          || requesters.contains(user);
    }

    void end(String user) {
      members.remove(user);
      epoch++;
      files.values().forEach(file -> file.sharers.remove(user));
      files.values().removeIf(file -> file.sharers.isEmpty());
    }

    Map.@Nullable Entry<String, Shared> find(int file) {
      return files.entrySet().stream()
          .filter(each -> each.getValue().file == file)
          .findFirst()
          .orElse(null);
    }
  }

  /** A file with those who share it. */
  private static final class Shared {
    final int file;
    final TreeSet<String> sharers = new TreeSet<>();

    Shared(int file) {
      this.file = file;
    }
  }

  @Nullable ErrorCode create(String user, String name, JoinPolicy policy, int code) {
    if (groups.containsKey(name)) {
      return ErrorCode.CONFLICT;
    }
    groups.put(name, new Known(user, policy, code));
    return null;
  }

  @Nullable ErrorCode join(String user, String name, int code) {
    Known group = groups.get(name);
    if (group == null) {
      return ErrorCode.NOT_FOUND;
    }
    if (group.members.containsKey(user)) {
      return null;
    }
    if (group.policy == JoinPolicy.JOIN_BY_APPROVAL) {
      group.requesters.add(user);
      return null;
    }
    if (group.policy == JoinPolicy.JOIN_BY_INVITATION && code != group.code) {
      return ErrorCode.NOT_FOUND;
    }
    group.requesters.remove(user);
    group.members.put(user, Membership.MEMBERSHIP_MEMBER);
    return null;
  }

  @Nullable ErrorCode leave(String user, String name) {
    Known group = groups.get(name);
    if (group == null || !group.isVisibleTo(user)) {
      return ErrorCode.NOT_FOUND;
    }
    if (group.owner.equals(user)) {
      return ErrorCode.CONFLICT;
    }
    if (group.requesters.remove(user)) {
      return null;
    }
    if (!group.members.containsKey(user)) {
      return ErrorCode.NOT_FOUND;
    }
    group.end(user);
    return null;
  }

  @Nullable ErrorCode decide(String user, String name, String asker, boolean accepted) {
    ErrorCode refused = refuseOthers(user, name);
    if (refused != null) {
      return refused;
    }
    if (!known(name).requesters.remove(asker)) {
      return ErrorCode.NOT_FOUND;
    }
    if (accepted) {
      known(name).members.put(asker, Membership.MEMBERSHIP_MEMBER);
    }
    return null;
  }

  @Nullable ErrorCode remove(String user, String name, String member) {
    ErrorCode refused = refuseOthers(user, name);
    if (refused != null) {
      return refused;
    }
    if (member.equals(user)) {
      return ErrorCode.CONFLICT;
    }
    if (!known(name).members.containsKey(member)) {
      return ErrorCode.NOT_FOUND;
    }
    known(name).end(member);
    return null;
  }

  @Nullable ErrorCode delete(String user, String name) {
    ErrorCode refused = refuseOthers(user, name);
    if (refused == null) {
      groups.remove(name);
    }
    return refused;
  }

  /** An account ends, and with it its part in all groups. */
  @Nullable ErrorCode endAccount(String user) {
    if (groups.values().stream().anyMatch(group -> group.owner.equals(user))) {
      return ErrorCode.CONFLICT;
    }
    for (Known group : groups.values()) {
      group.requesters.remove(user);
      if (group.members.containsKey(user)) {
        group.end(user);
      }
    }
    return null;
  }

  @Nullable ErrorCode invite(String user, String name, int code) {
    ErrorCode refused = refuseOthers(user, name);
    if (refused != null) {
      return refused;
    }
    if (known(name).policy != JoinPolicy.JOIN_BY_INVITATION) {
      return ErrorCode.CONFLICT;
    }
    known(name).code = code;
    return null;
  }

  @Nullable ErrorCode setPolicy(String user, String name, JoinPolicy policy, int code) {
    ErrorCode refused = refuseOthers(user, name);
    if (refused == null) {
      known(name).policy = policy;
      known(name).code = code;
    }
    return refused;
  }

  private Known known(String name) {
    return Objects.requireNonNull(groups.get(name));
  }

  private @Nullable ErrorCode refuseOthers(String user, String name) {
    Known group = groups.get(name);
    if (group == null || !group.isVisibleTo(user)) {
      return ErrorCode.NOT_FOUND;
    }
    return group.owner.equals(user) ? null : ErrorCode.DENIED;
  }

  private @Nullable ErrorCode refuseStrangers(String user, String name) {
    Known group = groups.get(name);
    if (group == null || !group.isVisibleTo(user)) {
      return ErrorCode.NOT_FOUND;
    }
    return group.members.containsKey(user) ? null : ErrorCode.DENIED;
  }

  @Nullable ErrorCode publish(String user, String name, int file, String fileName) {
    ErrorCode refused = refuseStrangers(user, name);
    if (refused != null) {
      return refused;
    }
    Known group = known(name);
    Map.Entry<String, Shared> known = group.find(file);
    if (known != null ? !known.getKey().equals(fileName) : group.files.containsKey(fileName)) {
      return ErrorCode.CONFLICT;
    }
    group.files.computeIfAbsent(fileName, each -> new Shared(file)).sharers.add(user);
    return null;
  }

  @Nullable ErrorCode unpublish(String user, String name, int file) {
    ErrorCode refused = refuseStrangers(user, name);
    if (refused != null) {
      return refused;
    }
    Map.Entry<String, Shared> known = known(name).find(file);
    if (known == null || !known.getValue().sharers.remove(user)) {
      return ErrorCode.NOT_FOUND;
    }
    if (known.getValue().sharers.isEmpty()) {
      known(name).files.remove(known.getKey());
    }
    return null;
  }

  /** As {@link ViewPicture} draws a group. */
  String picture(String name) {
    Known group = groups.get(name);
    if (group == null) {
      return "-";
    }
    String files =
        group.files.entrySet().stream()
            .map(
                each ->
                    each.getKey()
                        + "="
                        + FileId.fromBytes(SomeCommands.id(each.getValue().file).toByteArray())
                        + each.getValue().sharers)
            .collect(Collectors.joining(" "));
    return group.owner
        + " "
        + group.policy
        + " epoch "
        + group.epoch
        + " "
        + group.members
        + " "
        + group.requesters
        + " "
        + files;
  }
}
