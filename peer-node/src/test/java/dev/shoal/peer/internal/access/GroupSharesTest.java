package dev.shoal.peer.internal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.shoal.peer.ConflictException;
import dev.shoal.peer.DeniedException;
import dev.shoal.peer.UnreachableException;
import dev.shoal.peer.UntrustedException;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.wire.GroupFile;
import dev.shoal.protocol.wire.GroupFileList;
import dev.shoal.protocol.wire.PublishToGroup;
import dev.shoal.protocol.wire.PublishedFile;
import dev.shoal.protocol.wire.PublishedToGroup;
import dev.shoal.protocol.wire.Rejection;
import dev.shoal.protocol.wire.UnpublishFromGroup;
import dev.shoal.protocol.wire.UnpublishedFromGroup;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class GroupSharesTest {
  private static final GroupId GROUP = FakeTracker.group(1);
  private static final FileId FILE = FakeTracker.file(1);
  private static final PublishedFile ENTRY =
      PublishedFile.newBuilder()
          .setFileId(ByteString.copyFrom(FILE.toBytes()))
          .setName("plan.txt")
          .build();

  private final FakeTracker tracker = new FakeTracker();
  private final Set<GroupId> served = new HashSet<>();
  private final List<String> withdrawn = new ArrayList<>();
  private final GroupShares shares =
      new GroupShares(tracker, tracker.epochs, tracker.known, () -> tracker.user, new Shelf());

  @Test
  void shouldEnterTheFileInEveryGroup() {
    listed();
    tracker.answers(taken(1));
    listed();
    tracker.answers(taken(2));
    assertThat(shares.publish(List.of("a", "b", "a"), ENTRY).join().groups())
        .containsExactlyInAnyOrder(GROUP, FakeTracker.group(2));
    assertThat(tracker.asked).filteredOn(asked -> asked instanceof PublishToGroup).hasSize(2);
    assertThat(tracker.epochs.isCurrent(GROUP, 2)).isFalse();
    assertThat(tracker.known.isHere(GROUP)).isTrue();
  }

  @Test
  void shouldSayWhyAGroupDoesNotTakeTheFile() {
    listed();
    tracker.answers(rejected(ErrorCode.CONFLICT, "another file has that name"));
    assertThatThrownBy(() -> shares.publish(List.of("a"), ENTRY).join())
        .cause()
        .isInstanceOf(ConflictException.class)
        .hasMessage("the group a does not take the file: another file has that name");
  }

  @Test
  void shouldBeDeniedToWhoIsNoMember() {
    tracker.answers(ErrorCode.DENIED);
    tracker.answers(ErrorCode.DENIED);
    assertThatThrownBy(() -> shares.publish(List.of("a"), ENTRY).join())
        .hasCauseInstanceOf(DeniedException.class);
  }

  @Test
  void shouldTakeBackWhatOneGroupTookWhenAnotherOneRefuses() {
    listed("bob");
    oneTakesAndTheOtherRefuses();
    assertThat(tracker.asked).last().isInstanceOf(UnpublishFromGroup.class);
  }

  @Test
  void shouldLeaveWhatTheUserSharesOnAnotherNodeWhenAnotherGroupRefuses() {
    listed("bob", "Ann");
    oneTakesAndTheOtherRefuses();
    assertThat(tracker.asked).noneMatch(asked -> asked instanceof UnpublishFromGroup);
  }

  @Test
  void shouldLeaveWhatMayHaveBeenSharedBefore() {
    tracker.answers(ErrorCode.BUSY);
    oneTakesAndTheOtherRefuses();
    assertThat(tracker.asked).noneMatch(asked -> asked instanceof UnpublishFromGroup);
  }

  @Test
  void shouldTakeBackOnDemand() {
    listed();
    tracker.answers(taken(1));
    GroupShares.Entries entries = shares.publish(List.of("a"), ENTRY).join();
    tracker.answers(UnpublishedFromGroup.getDefaultInstance());
    entries.takeBack();
    assertThat(tracker.asked).last().isInstanceOf(UnpublishFromGroup.class);
  }

  @Test
  void shouldLeaveWhatWasSharedBeforeWhenAnotherGroupRefuses() {
    served.add(GROUP);
    listed();
    oneTakesAndTheOtherRefuses();
    assertThat(tracker.asked).noneMatch(asked -> asked instanceof UnpublishFromGroup);
  }

  @Test
  void shouldEndTheServiceWithTheShare() {
    shares.unshared(GROUP, FILE);
    shares.left(GROUP);
    assertThat(withdrawn).containsExactly("file", "all");
  }

  @Test
  void shouldNotLetAnotherTrackerTakeAGroupOver() {
    tracker.finds(GROUP);
    tracker.isReplaced();
    listed();
    tracker.answers(taken(1));
    assertThatThrownBy(() -> shares.publish(List.of("a"), ENTRY).join())
        .hasCauseInstanceOf(UntrustedException.class);
    assertThat(tracker.known.isElsewhere(GROUP)).isTrue();
    assertThat(tracker.epochs.isCurrent(GROUP, 2)).as("its epochs don't count either").isTrue();
  }

  @Test
  void shouldNotTakeOneTrackersAnswerForThatOfAnother() {
    CompletableFuture<Object> later = new CompletableFuture<>();
    listed();
    tracker.answers(later);
    var publishing = shares.publish(List.of("a"), ENTRY);
    tracker.isReplaced();
    later.complete(taken(1));
    assertThatThrownBy(publishing::join).hasCauseInstanceOf(UnreachableException.class);
    assertThat(tracker.known.isNowhere(GROUP)).isTrue();
  }

  @Test
  void shouldGoOnServingWhenAnotherTrackerNamesTheGroup() {
    tracker.finds(GROUP);
    tracker.isReplaced();
    shares.unshared(GROUP, FILE);
    shares.left(GROUP);
    assertThat(withdrawn).isEmpty();
  }

  @Test
  void shouldNotNameTheGroupToAnotherTrackerWhenItTakesBack() {
    listed();
    tracker.answers(taken(1));
    GroupShares.Entries entries = shares.publish(List.of("a"), ENTRY).join();
    tracker.isReplaced();
    entries.takeBack();
    assertThat(tracker.asked).noneMatch(asked -> asked instanceof UnpublishFromGroup);
  }

  private void oneTakesAndTheOtherRefuses() {
    tracker.answers(taken(1));
    listed();
    tracker.answers(rejected(ErrorCode.CONFLICT, "no"));
    tracker.answers(UnpublishedFromGroup.getDefaultInstance());
    assertThat(shares.publish(List.of("a", "b"), ENTRY)).isCompletedExceptionally();
  }

  /** What the list says of the file before it is entered. */
  private void listed(String... sharers) {
    GroupFileList.Builder list = GroupFileList.newBuilder();
    if (sharers.length > 0) {
      list.addFiles(
          GroupFile.newBuilder().setFileId(ENTRY.getFileId()).addAllSharers(List.of(sharers)));
    }
    tracker.answers(list.build());
  }

  private static PublishedToGroup taken(int group) {
    return PublishedToGroup.newBuilder()
        .setGroupId(ByteString.copyFrom(FakeTracker.group(group).toBytes()))
        .setEpoch(3)
        .build();
  }

  private static PublishedToGroup rejected(ErrorCode code, String message) {
    return PublishedToGroup.newBuilder()
        .setGroupId(ByteString.copyFrom(GROUP.toBytes()))
        .addRejections(Rejection.newBuilder().setCode(code.number()).setMessage(message))
        .build();
  }

  private final class Shelf implements GroupShares.Shelf {
    @Override
    public boolean isServedIn(GroupId group, FileId fileId) {
      return served.contains(group);
    }

    @Override
    public void withdraw(GroupId group, FileId fileId) {
      withdrawn.add("file");
    }

    @Override
    public void withdrawAll(GroupId group) {
      withdrawn.add("all");
    }
  }
}
