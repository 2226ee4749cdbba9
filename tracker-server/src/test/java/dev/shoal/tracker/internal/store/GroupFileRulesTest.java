package dev.shoal.tracker.internal.store;

import static dev.shoal.tracker.internal.store.SomeCommands.account;
import static dev.shoal.tracker.internal.store.SomeCommands.delete;
import static dev.shoal.tracker.internal.store.SomeCommands.file;
import static dev.shoal.tracker.internal.store.SomeCommands.group;
import static dev.shoal.tracker.internal.store.SomeCommands.groupId;
import static dev.shoal.tracker.internal.store.SomeCommands.id;
import static dev.shoal.tracker.internal.store.SomeCommands.join;
import static dev.shoal.tracker.internal.store.SomeCommands.publish;
import static dev.shoal.tracker.internal.store.SomeCommands.unpublish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.wire.PublishedToGroup;
import dev.shoal.protocol.wire.Rejection;
import dev.shoal.tracker.internal.state.AccessChange;
import dev.shoal.tracker.internal.state.AccessChange.ChangeCase;
import dev.shoal.tracker.internal.state.Command;
import dev.shoal.tracker.internal.state.Outcome;
import dev.shoal.tracker.internal.state.PublishFiles;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupFileRulesTest {
  private final InstantCommitter state =
      new InstantCommitter(new AccessLimits(10, 2, 3, 2, 3, 3, 4, 5, 100));

  @BeforeEach
  void createGroup() {
    for (String name : List.of("owner", "ann", "stranger")) {
      state.apply(account(name));
    }
    state.apply(group("owner", "friends", 1));
    state.apply(join("ann", "friends"));
  }

  @AfterEach
  void close() {
    state.close();
  }

  @Test
  void shouldEnterFileWithSharerWhenMemberPublishes() {
    Outcome outcome = state.apply(publish("ann", "friends", 7, "song.ogg"));

    assertThat(cases(outcome)).containsExactly(ChangeCase.FILE, ChangeCase.SHARE);
    assertThat(outcome.getAccessChanges(0).getFile().getName()).isEqualTo("song.ogg");
    assertThat(outcome.getAccessChanges(1).getShare().getUser()).isEqualTo("ann");
    assertThat(outcome.getGroup().getGroupId()).isEqualTo(groupId(1));
    assertThat(outcome.getGroup().getEpoch()).isEqualTo(1);
    assertThat(outcome.getRefusalsList()).isEmpty();
  }

  @Test
  void shouldAddSharerWhenAnotherMemberPublishesTheSame() {
    state.apply(publish("ann", "friends", 7, "song.ogg"));

    assertThat(cases(state.apply(publish("owner", "friends", 7, "song.ogg"))))
        .containsExactly(ChangeCase.SHARE);
    assertThat(cases(state.apply(publish("owner", "friends", 7, "song.ogg")))).isEmpty();
  }

  @Test
  void shouldRejectEachByItselfWhenBatchIsMixed() {
    state.apply(publish("ann", "friends", 7, "song.ogg"));

    Outcome outcome =
        state.apply(
            publish(
                "owner",
                "friends",
                file(8, "song.ogg"),
                file(7, "other name"),
                file(7, "song.ogg").toBuilder().setLength(5).build(),
                file(9, "a\u0000b"),
                file(9, "fine")));

    assertThat(outcome.hasRefusal()).isFalse();
    assertThat(outcome.getRefusalsList())
        .extracting(
            Outcome.Refusal::getIndex,
            refusal -> ErrorCode.of(refusal.getCode()),
            Outcome.Refusal::getMessage)
        .containsExactly(
            tuple(0, ErrorCode.CONFLICT, "another file is in the group under this name already"),
            tuple(1, ErrorCode.CONFLICT, "the file is in the group already, as \"song.ogg\""),
            tuple(
                2,
                ErrorCode.BAD_REQUEST,
                "the file is published with a length of 1007 bytes, not 5"),
            tuple(3, ErrorCode.BAD_REQUEST, "a name must not contain control characters"));
    assertThat(cases(outcome)).containsExactly(ChangeCase.FILE, ChangeCase.SHARE);
  }

  @Test
  void shouldFitIntoOneAnswerWhenWholeBatchIsRejected() {
    String longest = "😀".repeat(Limits.MAX_NAME_BYTES / 4);
    state.apply(publish("ann", "friends", 7, longest));
    PublishFiles.File[] files = new PublishFiles.File[Limits.MAX_BATCH];
    Arrays.fill(files, file(7, "other name"));

    Outcome outcome = state.apply(publish("owner", "friends", files));

    PublishedToGroup.Builder answer = PublishedToGroup.newBuilder().setGroupId(groupId(1));
    for (Outcome.Refusal refusal : outcome.getRefusalsList()) {
      answer.addRejections(
          Rejection.newBuilder()
              .setIndex(refusal.getIndex())
              .setCode(refusal.getCode())
              .setMessage(refusal.getMessage()));
    }
    assertThat(outcome.getRefusalsCount()).isEqualTo(Limits.MAX_BATCH);
    assertThat(answer.build().getSerializedSize())
        .isLessThan(FrameKind.PUBLISHED_TO_GROUP.maxHeader());
  }

  @Test
  void shouldRejectNewFilesWhenListIsFull() {
    state.apply(publish("ann", "friends", file(1, "one"), file(2, "two"), file(3, "three")));

    Outcome outcome = state.apply(publish("owner", "friends", file(4, "four"), file(1, "one")));

    assertThat(outcome.getRefusalsList())
        .extracting(Outcome.Refusal::getMessage)
        .containsExactly("the group's list is full: it holds 3 files");
    assertThat(cases(outcome)).containsExactly(ChangeCase.SHARE);
  }

  @Test
  void shouldRejectNewFilesWhenListsOfOwnerAreFullUntilThereIsRoomAgain() {
    state.apply(group("owner", "more", 2));
    state.apply(publish("owner", "friends", file(1, "one"), file(2, "two"), file(3, "three")));

    assertRejected(
        publish("owner", "more", file(4, "four"), file(5, "five")),
        "the lists of the owner's groups are full: they hold 4 files");
    state.apply(unpublish("owner", "friends", "one"));
    assertThat(state.apply(publish("owner", "more", 5, "five")).getRefusalsList()).isEmpty();
    assertRejected(
        publish("owner", "more", 6, "six"),
        "the lists of the owner's groups are full: they hold 4 files");
    state.apply(delete("owner", "more"));
    state.apply(group("owner", "others", 3));
    assertThat(state.apply(publish("owner", "others", 6, "six")).getRefusalsList()).isEmpty();
  }

  @Test
  void shouldRejectNewFilesWhenAllListsTogetherAreFull() {
    state.apply(group("owner", "more", 2));
    state.apply(group("ann", "hers", 3));
    state.apply(publish("owner", "friends", file(1, "one"), file(2, "two"), file(3, "three")));
    state.apply(publish("ann", "hers", 1, "one"));
    state.apply(publish("owner", "more", 1, "one"));

    assertRejected(
        publish("ann", "hers", 2, "two"), "the lists of all groups are full: they hold 5 files");
    state.apply(delete("owner", "friends"));
    assertThat(state.apply(publish("ann", "hers", 2, "two")).getRefusalsList()).isEmpty();
  }

  private void assertRejected(Command.Builder command, String sentence) {
    Outcome outcome = state.apply(command);
    assertThat(outcome.getRefusalsList())
        .extracting(refusal -> ErrorCode.of(refusal.getCode()), Outcome.Refusal::getMessage)
        .containsExactly(tuple(ErrorCode.LIMIT_EXCEEDED, sentence));
  }

  @Test
  void shouldRefuseWhenAskerIsNoMember() {
    assertRefused(
        publish("stranger", "friends", 7, "song.ogg"),
        ErrorCode.DENIED,
        "only members of the group may do that");
    assertRefused(
        unpublish("stranger", "friends", "song.ogg"),
        ErrorCode.DENIED,
        "only members of the group may do that");
  }

  @Test
  void shouldStayInListUntilLastSharerWhenUnpublished() {
    state.apply(publish("ann", "friends", 7, "song.ogg"));
    state.apply(publish("owner", "friends", 7, "song.ogg"));

    Outcome first = state.apply(unpublish("ann", "friends", "song.ogg"));
    Outcome last = state.apply(unpublish("owner", "friends", 7));

    assertThat(cases(first)).containsExactly(ChangeCase.SHARE_GONE);
    assertThat(first.getGroup().getGone()).isFalse();
    assertThat(first.getGroup().getFileId()).isEqualTo(id(7));
    assertThat(cases(last)).containsExactly(ChangeCase.SHARE_GONE, ChangeCase.FILE_GONE);
    assertThat(last.getGroup().getGone()).isTrue();
    assertThat(cases(state.apply(publish("ann", "friends", 8, "song.ogg"))))
        .as("the name is free again")
        .containsExactly(ChangeCase.FILE, ChangeCase.SHARE);
  }

  @Test
  void shouldRefuseWhenAskerDoesNotShareTheFile() {
    state.apply(publish("ann", "friends", 7, "song.ogg"));

    for (Command.Builder command :
        List.of(
            unpublish("owner", "friends", "song.ogg"),
            unpublish("owner", "friends", 7),
            unpublish("owner", "friends", "unknown"),
            unpublish("owner", "friends", ""),
            unpublish("owner", "friends", 8))) {
      assertRefused(command, ErrorCode.NOT_FOUND, "you share no such file in the group");
    }
  }

  private static List<ChangeCase> cases(Outcome outcome) {
    return outcome.getAccessChangesList().stream().map(AccessChange::getChangeCase).toList();
  }

  private void assertRefused(Command.Builder command, ErrorCode code, String sentence) {
    Outcome outcome = state.apply(command);
    assertThat(ErrorCode.of(outcome.getRefusal().getCode())).isEqualTo(code);
    assertThat(outcome.getRefusal().getMessage()).isEqualTo(sentence);
    assertThat(outcome.getAccessChangesList()).isEmpty();
  }
}
