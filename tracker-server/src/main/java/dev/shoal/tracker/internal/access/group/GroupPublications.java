package dev.shoal.tracker.internal.access.group;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.PublishToGroup;
import dev.shoal.protocol.wire.PublishedFile;
import dev.shoal.protocol.wire.PublishedToGroup;
import dev.shoal.protocol.wire.Rejection;
import dev.shoal.protocol.wire.UnpublishFromGroup;
import dev.shoal.protocol.wire.UnpublishedFromGroup;
import dev.shoal.tracker.internal.access.AccessCommands;
import dev.shoal.tracker.internal.state.Command;
import dev.shoal.tracker.internal.state.Outcome;
import dev.shoal.tracker.internal.state.PublishFiles;
import java.util.concurrent.CompletableFuture;

/** Has files entered in groups' lists, and taken out. */
final class GroupPublications {
  private final AccessCommands commands;

  GroupPublications(AccessCommands commands) {
    this.commands = commands;
  }

  CompletableFuture<PublishedToGroup> publish(String user, PublishToGroup request)
      throws ProtocolException {
    if (request.getFilesCount() > Limits.MAX_BATCH) {
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST,
          "a batch has at most " + Limits.MAX_BATCH + " files, not " + request.getFilesCount());
    }
    dev.shoal.tracker.internal.state.PublishToGroup.Builder command =
        dev.shoal.tracker.internal.state.PublishToGroup.newBuilder()
            .setUser(user)
            .setGroup(request.getGroup());
    for (PublishedFile file : request.getFilesList()) {
      command.addFiles(
          PublishFiles.File.newBuilder()
              .setFileId(file.getFileId())
              .setLength(file.getLength())
              .setName(file.getName())
              .addAllTags(file.getTagsList()));
    }
    return commands
        .submit(Command.newBuilder().setPublishToGroup(command))
        .thenApply(GroupPublications::published);
  }

  private static PublishedToGroup published(Outcome outcome) {
    PublishedToGroup.Builder answer =
        PublishedToGroup.newBuilder()
            .setGroupId(outcome.getGroup().getGroupId())
            .setEpoch(outcome.getGroup().getEpoch());
    for (Outcome.Refusal refusal : outcome.getRefusalsList()) {
      answer.addRejections(
          Rejection.newBuilder()
              .setIndex(refusal.getIndex())
              .setCode(refusal.getCode())
              .setMessage(refusal.getMessage()));
    }
    return answer.build();
  }

  CompletableFuture<UnpublishedFromGroup> unpublish(String user, UnpublishFromGroup request) {
    return commands
        .submit(
            Command.newBuilder()
                .setUnpublishFromGroup(
                    dev.shoal.tracker.internal.state.UnpublishFromGroup.newBuilder()
                        .setUser(user)
                        .setGroup(request.getGroup())
                        .setName(request.getName())
                        .setFileId(request.getFileId())))
        .thenApply(
            outcome ->
                UnpublishedFromGroup.newBuilder()
                    .setFileId(outcome.getGroup().getFileId())
                    .setGone(outcome.getGroup().getGone())
                    .build());
  }
}
