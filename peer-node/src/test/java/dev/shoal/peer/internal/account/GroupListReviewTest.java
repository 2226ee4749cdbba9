package dev.shoal.peer.internal.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.shoal.peer.SharedFile;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.internal.access.FakeTracker;
import dev.shoal.peer.internal.access.KnownGroups;
import dev.shoal.peer.internal.tracker.TrackerVisit;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupListReviewTest {
  private static final FileId ID = FileId.parse("ab".repeat(FileId.LENGTH));
  private static final FileId OTHER = FileId.parse("cd".repeat(FileId.LENGTH));
  private static final GroupId TEAM = FakeTracker.group(1);
  private static final Map<GroupId, String> IN_TEAM = Map.of(TEAM, "team");
  private static final Optional<TrackerVisit> HOME = Optional.of(new TrackerVisit("home:7070", 0));
  private static final Optional<TrackerVisit> ANOTHER =
      Optional.of(new TrackerVisit("other:7070", 1));

  private final List<String> asked = new ArrayList<>();
  private final List<FileId> takenBack = new ArrayList<>();
  private final Share share = new Share("a.bin", new CompletableFuture<>());
  private Optional<String> user = Optional.of("Anne");
  private GroupFileList list = list(ID, "anne");
  private @Nullable ErrorCode failure;
  private @Nullable CompletableFuture<GroupFileList> later;
  private Optional<TrackerVisit> here = HOME;
  private long now;

  private final KnownGroups known = new KnownGroups();
  private final GroupListReview review =
      new GroupListReview(
          this::answer,
          known,
          () -> user,
          (group, file) -> {
            assertThat(group).isEqualTo(TEAM);
            takenBack.add(file);
          },
          () -> now);

  private record Share(String name, CompletableFuture<Void> stopped) implements SharedFile {
    @Override
    public boolean isPublic() {
      return true;
    }

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

  @BeforeEach
  void findGroups() throws ShoalException {
    known.connect(() -> here);
    for (int i = 1; i <= GroupListReview.MOST_AT_ONCE + 1; i++) {
      known.found(FakeTracker.group(i), HOME);
    }
  }

  private CompletableFuture<GroupFileList> answer(ListGroupFiles request) {
    asked.add(request.getGroup() + " " + request.getName());
    if (later != null) {
      return later;
    }
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
    review.add(IN_TEAM, share);
    review.add(Map.of(FakeTracker.group(2), "other"), share);
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
    review.add(IN_TEAM, share);
    list = list(ID, "bert");

    lookAfterAPeriod();
    lookAfterAPeriod();

    assertThat(takenBack).containsExactly(ID);
    assertThat(asked).hasSize(1);
  }

  @Test
  void shouldTellWhenTheFileIsNotListedAnyMore() {
    review.add(IN_TEAM, share);
    list = list(OTHER, "anne"); // of the same name, from then on

    lookAfterAPeriod();

    assertThat(takenBack).containsExactly(ID);
  }

  @Test
  void shouldTellNothingWhenMoreShareItThanTheListNames() {
    review.add(IN_TEAM, share);
    list = list(ID, Collections.nCopies(16, "bert").toArray(String[]::new));

    lookAfterAPeriod();

    assertThat(takenBack).isEmpty();
  }

  @Test
  void shouldAskForNothingThatIsStoppedAndWhileNobodyIsLoggedIn() {
    review.add(IN_TEAM, share);
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
    review.add(IN_TEAM, share);
    failure = ErrorCode.BUSY;
    lookAfterAPeriod();

    failure = ErrorCode.DENIED;
    lookAfterAPeriod();
    lookAfterAPeriod();

    assertThat(asked).hasSize(2);
    assertThat(takenBack).isEmpty();
  }

  @Test
  void shouldAskNoOtherTrackerThanTheGroupsAndThatAgainWhenItIsBack() {
    review.add(IN_TEAM, share);
    here = ANOTHER;
    lookAfterAPeriod();
    here = Optional.empty();
    lookAfterAPeriod();
    assertThat(asked).isEmpty();

    here = HOME;
    lookAfterAPeriod();
    assertThat(asked).containsExactly("team a.bin");
  }

  @Test
  void shouldNotBelieveAnotherTrackerThatMayHaveAnswered() {
    review.add(IN_TEAM, share);
    for (Object answer : List.of(list(ID, "bert"), ErrorCode.NOT_FOUND)) {
      here = HOME;
      later = new CompletableFuture<>();
      lookAfterAPeriod();
      here = ANOTHER;
      if (answer instanceof ErrorCode code) {
        later.completeExceptionally(new TransportException.Remote(code, "no"));
      } else {
        later.complete((GroupFileList) answer);
      }
    }
    assertThat(takenBack).isEmpty();

    here = HOME;
    lookAfterAPeriod();
    assertThat(asked).as("it is asked again").hasSize(3);
  }

  @Test
  void shouldNotBelieveAnAnswerOfAnotherGroup() {
    review.add(IN_TEAM, share);
    list =
        GroupFileList.newBuilder()
            .setGroupId(ByteString.copyFrom(FakeTracker.group(2).toBytes()))
            .build();
    lookAfterAPeriod();
    assertThat(takenBack).isEmpty();
    lookAfterAPeriod();
    assertThat(asked).hasSize(2);
  }

  @Test
  void shouldAskForAFewAtATime() {
    for (int i = 1; i <= GroupListReview.MOST_AT_ONCE + 1; i++) {
      review.add(Map.of(FakeTracker.group(i), "group" + i), share);
    }

    lookAfterAPeriod();
    assertThat(asked).hasSize(GroupListReview.MOST_AT_ONCE);
    review.look();
    assertThat(asked).hasSize(GroupListReview.MOST_AT_ONCE + 1);
  }
}
