package dev.shoal.peer.service.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.service.watch.Entry.State;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FolderStateTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final FolderState state = new FolderState(2 * SECOND);
  private long now = 1_000 * SECOND;

  @Test
  void shouldShareAFileWhenItHasNotChangedForTheQuietTime() {
    see("a", stamp(1, 10));
    after(1);
    see("a", stamp(1, 10));
    assertThat(decisions()).isEmpty();

    after(1);
    assertThat(state.due(now, 10)).containsExactly("a");
    see("a", stamp(1, 10));

    assertThat(decisions()).containsExactly(new Decision.Share("a", stamp(1, 10), 1));
    assertThat(state.count(State.PREPARING)).isOne();
  }

  @Test
  void shouldNotShareAFileWhileItChanges() {
    for (int size = 0; size < 10; size++) {
      see("a", stamp(1, size));
      assertThat(decisions()).isEmpty();
      after(1.9);
    }
  }

  @Test
  void shouldWaitLongerForAFileThatHasGrownForLong() {
    for (int size = 0; size <= 40; size++) {
      see("a", stamp(1, size));
      after(1);
    }
    after(8.9);
    assertThat(state.due(now, 10)).isEmpty();

    after(0.2);
    assertThat(state.due(now, 10)).containsExactly("a");
  }

  @Test
  void shouldStopSharingAFileAtOnceAndShareItAnewWhenItChanges() {
    share("a", stamp(1, 10));
    see("a", stamp(1, 11));
    assertThat(decisions()).containsExactly(new Decision.Drop("a"));

    after(2);
    see("a", stamp(1, 11));
    assertThat(decisions()).hasOnlyElementsOfType(Decision.Share.class).hasSize(1);
  }

  @Test
  void shouldFindOutWhenAFileChangedWhileItWasPrepared() {
    see("a", stamp(1, 10));
    after(2);
    see("a", stamp(1, 10));
    Decision.Share share = (Decision.Share) decisions().get(0);
    state.shared("a", share.turn(), now);

    assertThat(state.due(now, 10)).containsExactly("a");
    see("a", stamp(1, 11));
    assertThat(decisions()).containsExactly(new Decision.Drop("a"));
  }

  @Test
  void shouldNotListenToAResultThatIsOfAnEarlierContent() {
    see("a", stamp(1, 10));
    after(2);
    see("a", stamp(1, 10));
    int turn = ((Decision.Share) decisions().get(0)).turn();
    see("a", stamp(1, 11));
    state.shared("a", turn, now);

    assertThat(state.count(State.SHARED)).isZero();
    assertThat(state.count(State.SETTLING)).isOne();
  }

  @Test
  void shouldDropAFileWhenItHasBeenMissingForAMoment() {
    share("a", stamp(1, 10));
    state.missing("a", now);
    state.expire(now);
    assertThat(decisions()).isEmpty();

    after(1);
    state.expire(now);
    assertThat(decisions()).containsExactly(new Decision.Drop("a"));
    assertThat(state.size()).isZero();
  }

  @Test
  void shouldLetAFileBeWhenItWasMissingForAMomentOnly() {
    share("a", stamp(1, 10));
    state.missing("a", now);
    see("a", stamp(1, 10));
    after(60);
    state.expire(now);

    assertThat(decisions()).isEmpty();
    assertThat(state.count(State.SHARED)).isOne();
  }

  @Test
  void shouldFollowAFileWhenItIsRenamed() {
    share("a", stamp(1, 10));
    state.missing("a", now);
    see("b", stamp(1, 10));

    assertThat(decisions()).containsExactly(new Decision.Rename("a", "b", stamp(1, 10), 1));
    assertThat(state.size()).isOne();
  }

  @Test
  void shouldFollowAFileWhenTheNewNameIsSeenBeforeTheOldIsMissed() {
    share("a", stamp(1, 10));
    see("b", stamp(1, 10));
    state.missing("a", now);

    assertThat(decisions()).containsExactly(new Decision.Rename("a", "b", stamp(1, 10), 1));
  }

  @Test
  void shouldFollowAFileWhenItReplacesAnother() {
    share("a", stamp(1, 10));
    share("b", stamp(2, 20));
    state.missing("a", now);
    see("b", stamp(1, 10));

    assertThat(decisions())
        .containsExactly(new Decision.Drop("b"), new Decision.Rename("a", "b", stamp(1, 10), 3));
  }

  @Test
  void shouldNotTakeAFileForRenamedWhenItHasChanged() {
    share("a", stamp(1, 10));
    state.missing("a", now);
    see("b", stamp(1, 11));
    after(1);
    state.expire(now);

    assertThat(decisions()).containsExactly(new Decision.Drop("a"));
  }

  @Test
  void shouldNotTakeAFileForRenamedWhenItHasASecondName() {
    share("a", stamp(1, 10));
    see("b", stamp(1, 10));
    after(2);
    see("b", stamp(1, 10));

    assertThat(decisions()).containsExactly(new Decision.Share("b", stamp(1, 10), 1));
  }

  @Test
  void shouldMakeRoomForANameFirstWhenNamesAreHandedOn() {
    share("a", stamp(1, 10));
    share("b", stamp(2, 20));
    see("c", stamp(2, 20));
    see("b", stamp(1, 10));
    state.missing("a", now);

    assertThat(decisions())
        .containsExactly(new Decision.Drop("b"), new Decision.Rename("a", "b", stamp(1, 10), 3));
  }

  @Test
  void shouldFollowAllFilesOfAFolderThatIsRenamed() {
    share("old/a", stamp(1, 10));
    share("old/b/c", stamp(2, 20));
    share("older", stamp(3, 30));
    state.missingBelow("old", now);
    see("new/a", stamp(1, 10));
    see("new/b/c", stamp(2, 20));

    assertThat(decisions())
        .containsExactly(
            new Decision.Rename("old/a", "new/a", stamp(1, 10), 1),
            new Decision.Rename("old/b/c", "new/b/c", stamp(2, 20), 1));
    assertThat(state.count(State.SHARED)).isOne();
  }

  @Test
  void shouldGiveNoMoreThanThereIsRoomForAndWhatIsRenamedFirst() {
    share("z", stamp(26, 1));
    see("a", stamp(1, 10));
    after(2);
    see("a", stamp(1, 10));
    state.missing("z", now);
    see("y", stamp(26, 1));

    assertThat(state.next(false)).isNull();
    assertThat(state.next(true)).isInstanceOf(Decision.Rename.class);
    assertThat(state.next(true)).isInstanceOf(Decision.Share.class);
    assertThat(state.next(true)).isNull();
  }

  @Test
  void shouldTryAgainLaterAndLaterWhenAFileCannotBeShared() {
    see("a", stamp(1, 10));
    after(2);
    for (int minutes : new int[] {1, 2, 4, 8, 16, 32, 64, 64}) {
      see("a", stamp(1, 10));
      Decision.Share share = (Decision.Share) decisions().get(0);
      state.failed("a", share.turn(), now);
      after(minutes * 60 - 1);
      assertThat(state.due(now, 10)).isEmpty();
      after(1);
      assertThat(state.due(now, 10)).containsExactly("a");
    }
  }

  @Test
  void shouldLeaveAFileAloneUntilItChangesWhenNobodyWantsItShared() {
    share("a", stamp(1, 10));
    state.left("a");
    after(7_200);
    see("a", stamp(1, 10));
    assertThat(decisions()).isEmpty();
    assertThat(state.count(State.LEFT)).isOne();

    see("a", stamp(1, 11));
    after(2);
    see("a", stamp(1, 11));
    assertThat(decisions())
        .containsExactly(new Decision.Drop("a"), new Decision.Share("a", stamp(1, 11), 4));
  }

  @Test
  void shouldShareAFileAgainWhenItsShareEndedByItself() {
    share("a", stamp(1, 10));
    state.lost("a", now);
    assertThat(decisions()).containsExactly(new Decision.Drop("a"));

    after(2);
    see("a", stamp(1, 10));
    assertThat(decisions()).hasOnlyElementsOfType(Decision.Share.class).hasSize(1);
  }

  @Test
  void shouldTakeForMissingWhatAScanHasNotSeen() {
    share("d/a", stamp(1, 10));
    share("d/b", stamp(2, 20));
    share("e/a", stamp(3, 30));
    share("unreadable/a", stamp(4, 40));
    state.beginScan();
    see("d/a", stamp(1, 10));
    state.keepBelow("unreadable");
    state.endScan("d", now);
    after(1);
    state.expire(now);
    assertThat(decisions()).containsExactly(new Decision.Drop("d/b"));

    state.endScan("", now);
    after(1);
    state.expire(now);
    assertThat(decisions()).containsExactly(new Decision.Drop("e/a"));
  }

  @Test
  void shouldLookAgainLaterWhenAFileCannotBeSeen() {
    see("a", stamp(1, 10));
    after(2);
    state.unseen("a", now);
    assertThat(state.due(now, 10)).isEmpty();

    after(60);
    assertThat(state.due(now, 10)).containsExactly("a");
  }

  @Test
  void shouldNameNoMoreDueFilesThanAskedFor() {
    for (int i = 0; i < 5; i++) {
      see("file" + i, stamp(i, 10));
    }
    after(2);

    assertThat(state.due(now, 3)).containsExactly("file0", "file1", "file2");
    assertThat(state.nextDue()).isEqualTo(now);
  }

  private static Stamp stamp(long inode, long size) {
    return new Stamp(size, 0, inode);
  }

  private void after(double seconds) {
    now += (long) (seconds * SECOND);
  }

  private void see(String name, Stamp stamp) {
    state.seen(name, stamp, now);
  }

  private void share(String name, Stamp stamp) {
    see(name, stamp);
    after(2);
    see(name, stamp);
    Decision.Share share = (Decision.Share) decisions().get(0);
    state.shared(name, share.turn(), now);
    see(name, stamp);
  }

  private List<Decision> decisions() {
    List<Decision> all = new ArrayList<>();
    for (Decision next = state.next(true); next != null; next = state.next(true)) {
      all.add(next);
    }
    return all;
  }
}
