package dev.shoal.tracker.internal.store;

import static dev.shoal.tracker.internal.store.Some.completion;
import static dev.shoal.tracker.internal.store.Some.file;
import static dev.shoal.tracker.internal.store.Some.publish;
import static dev.shoal.tracker.internal.store.Some.stored;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.Limits;
import dev.shoal.tracker.internal.state.Command;
import dev.shoal.tracker.internal.state.CountCompletions;
import dev.shoal.tracker.internal.state.Outcome;
import dev.shoal.tracker.internal.state.PublishFiles;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DurableStateTest {
  private Store store;
  private DurableState state;

  @BeforeEach
  void open() throws IOException {
    store = Store.open(null, file -> {});
    state = new DurableState(store, 3, AccessLimits.DEFAULT);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void shouldEnterFileWhenEverythingIsInOrder() {
    Outcome outcome = state.apply(publish(7, file(1, "übung 1 👩‍👩‍👧.txt", "school", "2024")));

    assertThat(outcome.getChangedList())
        .containsExactly(
            stored(0, 1, 7, "übung 1 👩‍👩‍👧.txt").toBuilder()
                .addAllTags(List.of("school", "2024"))
                .build());
    assertThat(outcome.getRefusalsList()).isEmpty();
  }

  @Test
  void shouldTakeTheOthersWhenOneFileIsRefused() {
    Outcome outcome = state.apply(publish(1, file(1, "one"), file(2, " "), file(3, "three")));

    assertThat(outcome.getChangedList())
        .containsExactly(stored(0, 1, 1, "one"), stored(1, 3, 1, "three"));
    assertThat(outcome.getRefusalsList())
        .containsExactly(
            Outcome.Refusal.newBuilder()
                .setIndex(1)
                .setCode(ErrorCode.BAD_REQUEST.number())
                .setMessage("a name must not be blank")
                .build());
  }

  @Test
  void shouldJudgeInOrderWhenFileIsInCommandTwice() {
    Outcome outcome = state.apply(publish(1, file(1, "old"), file(1, "new"), file(1, "new")));

    assertThat(outcome.getChangedList())
        .containsExactly(stored(0, 1, 1, "old"), stored(0, 1, 1, "new"));
  }

  @Test
  void shouldKeepEverythingElseWhenPublisherRenames() {
    state.apply(publish(1, file(1, "old", "tag")));
    state.apply(completion(1, 5));

    Command later = publish(1, file(1, "new")).toBuilder().setNowMillis(Some.MILLIS + 1).build();

    assertThat(state.apply(later).getChangedList())
        .containsExactly(stored(0, 1, 1, "new").toBuilder().setCompletedCount(5).build());
  }

  @Test
  void shouldChangeNothingWhenSomebodyElsePublishes() {
    state.apply(publish(1, file(1, "mine")));

    assertThat(state.apply(publish(2, file(1, "yours")))).isEqualTo(Outcome.getDefaultInstance());
  }

  @Test
  void shouldRefuseWhenLengthDiffers() {
    state.apply(publish(1, file(1, "name")));

    assertRefused(
        file(1, "name").toBuilder().setLength(5).build(),
        "the file is published with a length of 1001 bytes, not 5");
  }

  @Test
  void shouldRefuseNewFilesAndRenameOldOnesWhenCatalogueIsFull() {
    Outcome outcome =
        state.apply(
            publish(1, file(1, "a"), file(2, "b"), file(3, "c"), file(4, "d"), file(1, "e")));

    assertThat(outcome.getChangedCount()).isEqualTo(4);
    assertThat(outcome.getRefusalsList())
        .containsExactly(
            Outcome.Refusal.newBuilder()
                .setIndex(3)
                .setCode(ErrorCode.LIMIT_EXCEEDED.number())
                .setMessage("the catalogue is full: it holds 3 files")
                .build());
  }

  @Test
  void shouldSayWhyWhenFileIsRefused() {
    assertRefused(file(1, "x".repeat(1025)), "a name has at most 1024 bytes of UTF-8, not 1025");
    assertRefused(file(1, "é".repeat(513)), "a name has at most 1024 bytes of UTF-8, not 1026");
    assertRefused(file(1, "a\u0000b"), "a name must not contain control characters");
    assertRefused(file(1, "a\u2028b"), "a name must not contain control characters");
    assertRefused(file(1, "name", ""), "a tag must not be blank");
    assertRefused(file(1, "name", "x".repeat(65)), "a tag has at most 64 bytes of UTF-8, not 65");
    assertRefused(
        file(1, "name").toBuilder().setLength(-1).build(),
        "a file has at most 4398046511104 bytes, not 18446744073709551615");
    assertRefused(
        file(1, "name").toBuilder().setFileId(ByteString.EMPTY).build(),
        "a file id has 32 bytes, not 0");
    assertRefused(
        file(1, "name").toBuilder()
            .addAllTags(Collections.nCopies(Limits.MAX_TAGS + 1, "tag"))
            .build(),
        "a file has at most 16 tags, not 17");
  }

  @Test
  void shouldAddUpWhenDownloadsAreCompleted() {
    state.apply(publish(1, file(1, "name")));
    state.apply(completion(1, 2));

    assertThat(state.apply(completion(1, 3)).getChangedList())
        .containsExactly(stored(0, 1, 1, "name").toBuilder().setCompletedCount(5).build());
    assertThat(state.apply(completion(1, Long.MAX_VALUE)).getChanged(0).getCompletedCount())
        .isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldPassOverWhenCompletedFileIsUnknown() {
    assertThat(state.apply(completion(1, 2))).isEqualTo(Outcome.getDefaultInstance());
  }

  @Test
  void shouldRefuseWhenCountsAreMissing() {
    Command command =
        Command.newBuilder()
            .setCompletions(CountCompletions.newBuilder().addFileIds(Some.id(1)))
            .build();

    assertThat(state.apply(command).getRefusalsList())
        .extracting(Outcome.Refusal::getMessage)
        .containsExactly("each file id needs one count of its own");
  }

  private void assertRefused(PublishFiles.File file, String sentence) {
    assertThat(state.apply(publish(1, file)).getRefusalsList())
        .extracting(Outcome.Refusal::getMessage)
        .containsExactly(sentence);
  }
}
