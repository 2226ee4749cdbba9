package dev.shoal.peer.internal.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.shoal.peer.SharedFile;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.ShoalLink;
import dev.shoal.protocol.wire.GroupFile;
import dev.shoal.protocol.wire.GroupFileList;
import dev.shoal.protocol.wire.ListGroupFiles;
import dev.shoal.transport.TransportException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GroupListReviewTest {
  private static final FileId ID = FileId.parse("ab".repeat(FileId.LENGTH));
  private static final FileId OTHER = FileId.parse("cd".repeat(FileId.LENGTH));
  private static final GroupId TEAM = GroupId.fromBytes(new byte[GroupId.LENGTH]);

  private final List<String> asked = new ArrayList<>();
  private final List<FileId> takenBack = new ArrayList<>();
  private final Share share = new Share("a.bin", new CompletableFuture<>());
  private Optional<String> user = Optional.of("Anne");
  private GroupFileList list = list(ID, "anne");
  private @Nullable ErrorCode failure;
  private long now;

  private final GroupListReview review =
      new GroupListReview(
          this::answer,
          () -> user,
          (group, file) -> {
            assertThat(group).isEqualTo(TEAM);
            takenBack.add(file);
          },
          () -> now);

  private record Share(String name, CompletableFuture<Void> stopped) implements SharedFile {
    @Override
    public FileId fileId() {
      return ID;
    }

    @Override
    public Path path() {
      return Path.of(name);
    }

    @Override
    public long length() {
      return 1;
    }

    @Override
    public ShoalLink link() {
      return new ShoalLink(ID, name, List.of());
    }

    @Override
    public void setUploadLimit(long bytesPerSecond) {}

    @Override
    public void stop() {
      stopped.complete(null);
    }
  }

  private CompletableFuture<GroupFileList> answer(ListGroupFiles request) {
    asked.add(request.getGroup() + " " + request.getName());
    return failure == null
        ? CompletableFuture.completedFuture(list)
        : CompletableFuture.failedFuture(new TransportException.Remote(failure, "no"));
  }

  private static GroupFileList list(FileId file, String... sharers) {
    return GroupFileList.newBuilder()
        .setGroupId(ByteString.copyFrom(TEAM.toBytes()))
        .addFiles(
            GroupFile.newBuilder()
                .setFileId(ByteString.copyFrom(file.toBytes()))
                .addAllSharers(List.of(sharers)))
        .build();
  }

  private void lookAfterAPeriod() {
    now += GroupListReview.PERIOD.toNanos();
    review.look();
  }

  @Test
  void shouldAskOnceInAPeriodForWhatIsShared() {
    review.add(List.of("team", "other"), share);
    review.look();
    assertThat(asked).isEmpty();

    lookAfterAPeriod();
    review.look();

    assertThat(asked).containsExactly("team a.bin", "other a.bin");
    lookAfterAPeriod();
    assertThat(asked).hasSize(4);
    assertThat(takenBack).isEmpty();
  }

  @Test
  void shouldTellOnceWhenTheUserIsNotAmongTheSharersAnyMore() {
    review.add(List.of("team"), share);
    list = list(ID, "bert");

    lookAfterAPeriod();
    lookAfterAPeriod();

    assertThat(takenBack).containsExactly(ID);
    assertThat(asked).hasSize(1);
  }

  @Test
  void shouldTellWhenTheFileIsNotListedAnyMore() {
    review.add(List.of("team"), share);
    list = list(OTHER, "anne"); // of the same name, from then on

    lookAfterAPeriod();

    assertThat(takenBack).containsExactly(ID);
  }

  @Test
  void shouldTellNothingWhenMoreShareItThanTheListNames() {
    review.add(List.of("team"), share);
    list = list(ID, Collections.nCopies(16, "bert").toArray(String[]::new));

    lookAfterAPeriod();

    assertThat(takenBack).isEmpty();
  }

  @Test
  void shouldAskForNothingThatIsStoppedAndWhileNobodyIsLoggedIn() {
    review.add(List.of("team"), share);
    user = Optional.empty();
    lookAfterAPeriod();
    assertThat(asked).isEmpty();

    user = Optional.of("anne");
    lookAfterAPeriod();
    assertThat(asked).hasSize(1);

    share.stop();
    lookAfterAPeriod();
    assertThat(asked).hasSize(1);
  }

  @Test
  void shouldAskAgainWhenTheTrackerIsAwayButNotWhenItRefuses() {
    review.add(List.of("team"), share);
    failure = ErrorCode.BUSY;
    lookAfterAPeriod();

    failure = ErrorCode.DENIED;
    lookAfterAPeriod();
    lookAfterAPeriod();

    assertThat(asked).hasSize(2);
    assertThat(takenBack).isEmpty();
  }

  @Test
  void shouldAskForAFewAtATime() {
    review.add(Collections.nCopies(GroupListReview.MOST_AT_ONCE + 1, "team"), share);

    lookAfterAPeriod();
    assertThat(asked).hasSize(GroupListReview.MOST_AT_ONCE);
    review.look();
    assertThat(asked).hasSize(GroupListReview.MOST_AT_ONCE + 1);
  }
}
