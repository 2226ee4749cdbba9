package dev.shoal.tracker.internal.store;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.tracker.internal.state.Command;
import dev.shoal.tracker.internal.state.CountCompletions;
import dev.shoal.tracker.internal.state.Outcome;
import dev.shoal.tracker.internal.state.PublishFiles;
import dev.shoal.tracker.internal.state.StoredFile;

/**
 * The state machine over what a tracker keeps: every change is a command, and every check of it is
 * made here.
 *
 * <p>Deterministic: the same commands in the same order give the same outcomes and the same state,
 * wherever they are applied.
 */
final class DurableState {
  private final StoredFiles files;
  private final int maxFiles;
  private final AccessTables access;
  private final AccountRules accounts;
  private final GroupRules groups;
  private final GroupFileRules groupFiles;
  private final AdministrationRules administration;
  private final RemainsRules remains;

  /**
   * What is in that store.
   *
   * @param maxFiles most files in the catalogue
   */
  DurableState(Store store, int maxFiles, AccessLimits limits) {
    this.files = store.files();
    this.maxFiles = maxFiles;
    this.access = store.access();
    this.accounts = new AccountRules(limits);
    this.remains = new RemainsRules(limits.clearedAtOnce());
    this.groups = new GroupRules(limits, remains);
    this.groupFiles = new GroupFileRules(limits);
    this.administration = new AdministrationRules(remains);
  }

  /** Changes the state as the command says, and tells what has changed and what was refused. */
  Outcome apply(Command command) {
    Outcome.Builder outcome = Outcome.newBuilder();
    switch (command.getChangeCase()) {
      case PUBLISH -> publish(command.getPublish(), command.getNowMillis(), outcome);
      case COMPLETIONS -> count(command.getCompletions(), outcome);
      case CREATE_ACCOUNT,
          SET_PASSWORD,
          BEGIN_LOGIN,
          END_LOGINS,
          CHANGE_GROUP,
          PUBLISH_TO_GROUP,
          UNPUBLISH_FROM_GROUP,
          ADD_KEY,
          CHANGE_ACCOUNT,
          CLEAR_REMAINS ->
          applyAccess(command, outcome);
      case CHANGE_NOT_SET ->
          refuse(
              0,
              new ProtocolException(ErrorCode.BAD_REQUEST, "the command changes nothing"),
              outcome);
    }
    return outcome.build();
  }

  private void applyAccess(Command command, Outcome.Builder outcome) {
    AccessChanges changes = new AccessChanges(access, outcome);
    long now = command.getNowMillis();
    try {
      switch (command.getChangeCase()) {
        case CREATE_ACCOUNT -> accounts.create(command.getCreateAccount(), now, changes);
        case SET_PASSWORD -> accounts.setPassword(command.getSetPassword(), changes);
        case BEGIN_LOGIN -> accounts.begin(command.getBeginLogin(), now, changes);
        case END_LOGINS -> accounts.end(command.getEndLogins(), now, changes);
        case CHANGE_GROUP -> groups.change(command.getChangeGroup(), now, changes);
        case PUBLISH_TO_GROUP ->
            groupFiles.publish(
                command.getPublishToGroup(),
                now,
                changes,
                (index, reason) -> refuse(index, reason, outcome));
        case UNPUBLISH_FROM_GROUP -> groupFiles.unpublish(command.getUnpublishFromGroup(), changes);
        case ADD_KEY -> KeyRules.add(command.getAddKey(), now, changes);
        case CHANGE_ACCOUNT -> administration.change(command.getChangeAccount(), changes);
        case CLEAR_REMAINS -> remains.clear(changes);
        case PUBLISH, COMPLETIONS, CHANGE_NOT_SET ->
            throw new IllegalArgumentException(command.getChangeCase() + " is of the catalogue");
      }
    } catch (ProtocolException e) {
      outcome.setRefusal(refusal(0, e));
    }
  }

  private void publish(PublishFiles command, long nowMillis, Outcome.Builder outcome) {
    for (int i = 0; i < command.getFilesCount(); i++) {
      try {
        publish(command.getFiles(i), command, nowMillis, outcome);
      } catch (ProtocolException e) {
        refuse(i, e, outcome);
      }
    }
  }

  /**
   * The first publisher's entry stays: it may be renamed by the same, others change nothing. Once a
   * publisher has proved to be the one, a mere claim to be it counts no more.
   */
  private void publish(
      PublishFiles.File file, PublishFiles command, long nowMillis, Outcome.Builder outcome)
      throws ProtocolException {
    ByteString publisher = command.getPublisher();
    FileRules.check(
        file.getFileId(), file.getLength(), file.getName(), file.getTagsList(), publisher);
    StoredFile known = files.get(file.getFileId());
    if (known == null) {
      if (files.size() >= maxFiles) {
        throw new ProtocolException(
            ErrorCode.LIMIT_EXCEEDED, "the catalogue is full: it holds " + maxFiles + " files");
      }
      StoredFile.Builder entry =
          StoredFile.newBuilder()
              .setNumber(files.size())
              .setFileId(file.getFileId())
              .setLength(file.getLength())
              .setPublisher(publisher)
              .setPublisherProven(command.getProven())
              .setPublishedMillis(nowMillis);
      put(named(entry, file), outcome);
    } else if (known.getLength() != file.getLength()) {
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST,
          "the file is published with a length of "
              + known.getLength()
              + " bytes, not "
              + file.getLength());
    } else if (isPublisher(known, command) && !isSame(known, file, command)) {
      StoredFile.Builder entry = known.toBuilder().setPublisherProven(command.getProven());
      put(named(entry.clearTags(), file), outcome);
    }
  }

  /** Files that nobody published are passed over. */
  private void count(CountCompletions command, Outcome.Builder outcome) {
    if (command.getFileIdsCount() != command.getCountsCount()
        || command.getCountsList().stream().anyMatch(count -> count < 0)) {
      refuse(
          0,
          new ProtocolException(ErrorCode.BAD_REQUEST, "each file id needs one count of its own"),
          outcome);
      return;
    }
    for (int i = 0; i < command.getFileIdsCount(); i++) {
      StoredFile known = files.get(command.getFileIds(i));
      if (known != null && command.getCounts(i) > 0) {
        long count = known.getCompletedCount() + command.getCounts(i);
        put(known.toBuilder().setCompletedCount(count < 0 ? Long.MAX_VALUE : count), outcome);
      }
    }
  }

  private void put(StoredFile.Builder entry, Outcome.Builder outcome) {
    StoredFile file = entry.build();
    files.put(file);
    outcome.addChanged(file);
  }

  private static StoredFile.Builder named(StoredFile.Builder entry, PublishFiles.File file) {
    return entry.setName(file.getName()).addAllTags(file.getTagsList());
  }

  private static boolean isPublisher(StoredFile known, PublishFiles command) {
    return known.getPublisher().equals(command.getPublisher())
        && (command.getProven() || !known.getPublisherProven());
  }

  private static boolean isSame(StoredFile known, PublishFiles.File file, PublishFiles command) {
    return known.getName().equals(file.getName())
        && known.getTagsList().equals(file.getTagsList())
        && known.getPublisherProven() == command.getProven();
  }

  private static void refuse(int index, ProtocolException reason, Outcome.Builder outcome) {
    outcome.addRefusals(refusal(index, reason));
  }

  private static Outcome.Refusal.Builder refusal(int index, ProtocolException reason) {
    return Outcome.Refusal.newBuilder()
        .setIndex(index)
        .setCode(reason.code().number())
        .setMessage(String.valueOf(reason.getMessage()));
  }
}
