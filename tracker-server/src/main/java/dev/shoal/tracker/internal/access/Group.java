package dev.shoal.tracker.internal.access;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.AccountNames;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.wire.JoinPolicy;
import dev.shoal.protocol.wire.Membership;
import dev.shoal.tracker.internal.state.StoredGroup;
import dev.shoal.tracker.internal.state.StoredGroupFile;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A group: its members, those who asked to be, and its files. */
public final class Group {
  private final GroupId id;
  private final TreeMap<String, Membership> members = new TreeMap<>();
  private final TreeSet<String> requesters = new TreeSet<>();
  private final TreeMap<String, ListedFile> filesByName = new TreeMap<>();

  /**
   * Publishers choose the ids, and may choose many of one hash: ids are compared, so that a map
   * finds them fast even then.
   */
  private final Map<FileId, ListedFile> filesById = new HashMap<>();

  private StoredGroup stored;
  private long epoch;
  private boolean ended;

  Group(StoredGroup stored) {
    this.id = GroupId.fromBytes(stored.getGroupId().toByteArray());
    this.stored = stored;
    this.epoch = stored.getEpoch();
  }

  /** Names it for as long as it exists. */
  public GroupId id() {
    return id;
  }

  /** As it is written. */
  public String name() {
    return stored.getName();
  }

  /** The same for all spellings of its name. */
  public String key() {
    return AccountNames.key(stored.getName());
  }

  /** How one becomes a member. */
  public JoinPolicy policy() {
    JoinPolicy policy = JoinPolicy.forNumber(stored.getPolicy());
    return policy == null ? JoinPolicy.JOIN_POLICY_UNSPECIFIED : policy;
  }

  /** Key of the account that owns it. */
  public String owner() {
    return stored.getOwner();
  }

  /** Rises whenever somebody is a member no more: tokens of an earlier one are good no more. */
  public long epoch() {
    return epoch;
  }

  /** The part of that account in it. */
  public Membership membership(String userKey) {
    Membership member = members.get(userKey);
    if (member != null) {
      return member;
    }
    return requesters.contains(userKey)
        ? Membership.MEMBERSHIP_REQUESTED
        : Membership.MEMBERSHIP_NONE;
  }

  /** Whether that account is a member, or the owner. */
  public boolean isMember(String userKey) {
    return members.containsKey(userKey);
  }

  /** Whether that account may know that the group exists. */
  public boolean isVisibleTo(String userKey) {
    return policy() != JoinPolicy.JOIN_BY_INVITATION
        || isMember(userKey)
        || requesters.contains(userKey);
  }

  /** Members by the keys of their accounts, the owner among them. */
  public NavigableMap<String, Membership> members() {
    return Collections.unmodifiableNavigableMap(members);
  }

  /** Keys of the accounts that asked to join. */
  public NavigableSet<String> requesters() {
    return Collections.unmodifiableNavigableSet(requesters);
  }

  /** Its files by name. */
  public NavigableMap<String, ListedFile> files() {
    return Collections.unmodifiableNavigableMap(filesByName);
  }

  /** The file in its list, or null. */
  public @Nullable ListedFile file(FileId file) {
    return filesById.get(file);
  }

  @Nullable ListedFile file(ByteString file) {
    return filesById.get(id(file));
  }

  void update(StoredGroup update) {
    stored = update;
    epoch = update.getEpoch();
  }

  void end(long lastEpoch) {
    epoch = lastEpoch;
    ended = true;
  }

  /** Whether it is no more. */
  boolean hasEnded() {
    return ended;
  }

  /** Gives the account that part, instead of what it had. */
  void setMembership(String userKey, Membership membership) {
    members.remove(userKey);
    requesters.remove(userKey);
    switch (membership) {
      case MEMBERSHIP_MEMBER, MEMBERSHIP_OWNER -> members.put(userKey, membership);
      case MEMBERSHIP_REQUESTED -> requesters.add(userKey);
      case MEMBERSHIP_NONE, UNRECOGNIZED -> {}
    }
  }

  void add(StoredGroupFile file) {
    ListedFile listed = new ListedFile(file);
    filesByName.put(listed.name(), listed);
    filesById.put(listed.fileId(), listed);
  }

  void remove(ByteString file) {
    ListedFile listed = filesById.remove(id(file));
    if (listed != null) {
      filesByName.remove(listed.name());
    }
  }

  private static FileId id(ByteString file) {
    return FileId.fromBytes(file.toByteArray());
  }
}
