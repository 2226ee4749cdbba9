package dev.shoal.tracker.internal.store;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.tracker.internal.state.Outcome;
import dev.shoal.tracker.internal.state.PublishFiles;
import dev.shoal.tracker.internal.state.PublishToGroup;
import dev.shoal.tracker.internal.state.StoredGroup;
import dev.shoal.tracker.internal.state.StoredGroupFile;
import dev.shoal.tracker.internal.state.StoredShare;
import dev.shoal.tracker.internal.state.UnpublishFromGroup;

/** Commands about the files of groups. */
final class GroupFileRules {
  /** Most characters of a name in a refusal: a batch of them must fit into one answer. */
  private static final int MAX_NAME_SHOWN = 40;

  private final AccessLimits limits;

  GroupFileRules(AccessLimits limits) {
    this.limits = limits;
  }

  /** Hears why one of several files was refused. */
  interface Refusals {
    /** The one at that place in the command's list. */
    void refuse(int index, ProtocolException reason);
  }

  void publish(PublishToGroup command, long nowMillis, AccessChanges changes, Refusals refusals)
      throws ProtocolException {
    GroupTables groups = changes.tables().groups();
    StoredGroup group = GroupAccess.joined(changes.tables(), command.getGroup(), command.getUser());
    for (int i = 0; i < command.getFilesCount(); i++) {
      try {
        publish(command.getFiles(i), group, command.getUser(), nowMillis, changes);
      } catch (ProtocolException e) {
        refusals.refuse(i, e);
      }
    }
    changes.outcome().setGroup(result(groups, group, command.getUser()));
  }

  private void publish(
      PublishFiles.File file, StoredGroup to, String user, long nowMillis, AccessChanges changes)
      throws ProtocolException {
    GroupTables groups = changes.tables().groups();
    ByteString group = to.getGroupId();
    FileRules.check(file.getFileId(), file.getLength(), file.getName(), file.getTagsList());
    StoredGroupFile known = groups.file(group, file.getFileId());
    if (known == null) {
      enter(file, to, nowMillis, changes);
    } else {
      checkSame(file, known);
    }
    StoredShare share =
        StoredShare.newBuilder()
            .setGroupId(group)
            .setFileId(file.getFileId())
            .setUser(user)
            .build();
    if (!groups.contains(share)) {
      changes.put(share);
    }
  }

  private void enter(PublishFiles.File file, StoredGroup to, long nowMillis, AccessChanges changes)
      throws ProtocolException {
    GroupTables groups = changes.tables().groups();
    ByteString group = to.getGroupId();
    if (groups.file(group, file.getName()) != null) {
      throw new ProtocolException(
          ErrorCode.CONFLICT, "another file is in the group under this name already");
    }
    checkRoom(to, groups);
    changes.put(
        StoredGroupFile.newBuilder()
            .setGroupId(group)
            .setFileId(file.getFileId())
            .setName(file.getName())
            .setLength(file.getLength())
            .addAllTags(file.getTagsList())
            .setPublishedMillis(nowMillis)
            .build());
  }

  private void checkRoom(StoredGroup to, GroupTables groups) throws ProtocolException {
    if (groups.files(to.getGroupId()) >= limits.filesPerGroup()) {
      throw new ProtocolException(
          ErrorCode.LIMIT_EXCEEDED,
          "the group's list is full: it holds " + limits.filesPerGroup() + " files");
    }
    if (groups.filesOwnedBy(to.getOwner()) >= limits.filesPerOwner()) {
      throw new ProtocolException(
          ErrorCode.LIMIT_EXCEEDED,
          "the lists of the owner's groups are full: they hold "
              + limits.filesPerOwner()
              + " files");
    }
    if (groups.files() >= limits.filesInAll()) {
      throw new ProtocolException(
          ErrorCode.LIMIT_EXCEEDED,
          "the lists of all groups are full: they hold " + limits.filesInAll() + " files");
    }
  }

  private static void checkSame(PublishFiles.File file, StoredGroupFile known)
      throws ProtocolException {
    if (known.getLength() != file.getLength()) {
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST,
          "the file is published with a length of "
              + known.getLength()
              + " bytes, not "
              + file.getLength());
    }
    if (!known.getName().equals(file.getName())) {
      throw new ProtocolException(
          ErrorCode.CONFLICT,
          "the file is in the group already, as \"" + shortened(known.getName()) + "\"");
    }
  }

  private static String shortened(String name) {
    return name.codePointCount(0, name.length()) <= MAX_NAME_SHOWN
        ? name
        : name.substring(0, name.offsetByCodePoints(0, MAX_NAME_SHOWN)) + "...";
  }

  void unpublish(UnpublishFromGroup command, AccessChanges changes) throws ProtocolException {
    GroupTables groups = changes.tables().groups();
    StoredGroup group = GroupAccess.joined(changes.tables(), command.getGroup(), command.getUser());
    StoredGroupFile file =
        command.getFileId().isEmpty()
            ? groups.file(group.getGroupId(), command.getName())
            : groups.file(group.getGroupId(), command.getFileId());
    ByteString fileId = file == null ? ByteString.EMPTY : file.getFileId();
    StoredShare share =
        StoredShare.newBuilder()
            .setGroupId(group.getGroupId())
            .setFileId(fileId)
            .setUser(command.getUser())
            .build();
    if (file == null || !groups.contains(share)) {
      throw new ProtocolException(ErrorCode.NOT_FOUND, "you share no such file in the group");
    }
    boolean gone = GroupAccess.takeBack(share, changes);
    changes
        .outcome()
        .setGroup(result(groups, group, command.getUser()).setFileId(fileId).setGone(gone));
  }

  private static Outcome.GroupResult.Builder result(
      GroupTables groups, StoredGroup group, String user) {
    return Outcome.GroupResult.newBuilder()
        .setGroupId(group.getGroupId())
        .setEpoch(group.getEpoch())
        .setMembership(GroupAccess.membership(groups, group, user).getNumber());
  }
}
