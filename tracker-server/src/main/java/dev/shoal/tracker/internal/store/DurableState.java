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

  DurableState(StoredFiles files, int maxFiles) {
    this.files = files;
    this.maxFiles = maxFiles;
  }

  /** Changes the state as the command says, and tells what has changed and what was refused. */
  Outcome apply(Command command) {
    Outcome.Builder outcome = Outcome.newBuilder();
    switch (command.getChangeCase()) {
      case PUBLISH -> publish(command.getPublish(), command.getNowMillis(), outcome);
      case COMPLETIONS -> count(command.getCompletions(), outcome);
      case CHANGE_NOT_SET ->
          refuse(
              0,
              new ProtocolException(ErrorCode.BAD_REQUEST, "the command changes nothing"),
              outcome);
    }
    return outcome.build();
  }

  private void publish(PublishFiles command, long nowMillis, Outcome.Builder outcome) {
    for (int i = 0; i < command.getFilesCount(); i++) {
      try {
        publish(command.getFiles(i), command.getPublisher(), nowMillis, outcome);
      } catch (ProtocolException e) {
        refuse(i, e, outcome);
      }
    }
  }

  /** The first publisher's entry stays: it may be renamed by the same, others change nothing. */
  private void publish(
      PublishFiles.File file, ByteString publisher, long nowMillis, Outcome.Builder outcome)
      throws ProtocolException {
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
              .setPublishedMillis(nowMillis);
      put(named(entry, file), outcome);
    } else if (known.getLength() != file.getLength()) {
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST,
          "the file is published with a length of "
              + known.getLength()
              + " bytes, not "
              + file.getLength());
    } else if (known.getPublisher().equals(publisher) && !isNamed(known, file)) {
      put(named(known.toBuilder().clearTags(), file), outcome);
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

  private static boolean isNamed(StoredFile known, PublishFiles.File file) {
    return known.getName().equals(file.getName()) && known.getTagsList().equals(file.getTagsList());
  }

  private static void refuse(int index, ProtocolException reason, Outcome.Builder outcome) {
    outcome.addRefusals(
        Outcome.Refusal.newBuilder()
            .setIndex(index)
            .setCode(reason.code().number())
            .setMessage(String.valueOf(reason.getMessage())));
  }
}
