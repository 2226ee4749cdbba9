package dev.shoal.peer.internal.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.Limits;
import dev.shoal.protocol.wire.FilesData;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BatchPlanTest {
  private static final int MOST = Limits.MAX_BODY_BYTES;
  private static final int A = 1;
  private static final int B = 2;

  @Test
  void shouldAskEachSourceForWhatNoOtherIsAskedFor() {
    BatchPlan plan = wanting(300, A, B);
    assertThat(plan.next(A, MOST)).hasSize(Limits.MAX_FILES).startsWith(0, 1, 2);
    assertThat(plan.next(B, MOST)).hasSize(44).startsWith(256);
    assertThat(plan.next(A, MOST)).isEmpty();
    assertThat(plan.isExhausted()).isTrue();
  }

  @Test
  void shouldAskForAboutAsManyAsFit() {
    BatchPlan plan = wanting(1000, A);
    int[] asked = plan.next(A, 64 << 10);
    assertThat(asked).hasSize(18);
    plan.answered(A, asked, FilesData.newBuilder().addIndexes(0).addLengths(32 << 10).build());
    assertThat(plan.next(A, 64 << 10)).hasSize(2);
    assertThat(plan.next(A, MOST)).hasSize(36);
  }

  @Test
  void shouldAskAgainForWhatFoundNoRoom() {
    BatchPlan plan = wanting(3, A);
    int[] asked = plan.next(A, MOST);
    plan.answered(A, asked, FilesData.newBuilder().addIndexes(1).addLengths(1).build());
    assertThat(plan.next(A, MOST)).containsExactly(0, 2);
  }

  @Test
  void shouldAskAnotherForWhatIsAbsent() {
    BatchPlan plan = wanting(2, A, B);
    plan.answered(A, plan.next(A, MOST), FilesData.newBuilder().addAbsent(1).build());
    assertThat(plan.next(A, MOST)).containsExactly(0);
    assertThat(plan.nextOrphan()).isEqualTo(-1);
    int[] asked = plan.next(B, MOST);
    assertThat(asked).containsExactly(1);
    plan.answered(B, asked, FilesData.newBuilder().addAbsent(0).build());
    assertThat(plan.nextOrphan()).isEqualTo(1);
  }

  @Test
  void shouldKnowOrphansWhenSourcesComeAndGo() {
    BatchPlan plan = wanting(1, A);
    plan.answered(A, plan.next(A, MOST), FilesData.newBuilder().addAbsent(0).build());
    assertThat(plan.nextOrphan()).isZero();
    plan.addSource(B);
    assertThat(plan.nextOrphan()).isEqualTo(-1);
    plan.removeSource(A);
    assertThat(plan.nextOrphan()).isEqualTo(-1);
    assertThat(plan.next(A, MOST)).isEmpty();
    plan.removeSource(B);
    assertThat(plan.nextOrphan()).isZero();
    plan.takeOrphan(0);
    assertThat(plan.isExhausted()).isTrue();
  }

  @Test
  void shouldSetAsideWhatGoesByChunk() {
    BatchPlan plan = wanting(2, A);
    plan.wantByItself(7);
    plan.answered(A, plan.next(A, MOST), FilesData.newBuilder().addByChunk(1).build());
    assertThat(plan.next(A, MOST)).containsExactly(0);
    assertThat(plan.nextByChunk()).isEqualTo(7);
    assertThat(plan.isExhausted()).isFalse();
    assertThat(plan.nextByChunk()).isEqualTo(1);
    assertThat(plan.nextByChunk()).isEqualTo(-1);
    assertThat(plan.isExhausted()).isTrue();
  }

  @Test
  void shouldAskAnotherForWhatASourceGivesOnlyByChunk() {
    BatchPlan plan = wanting(2, A, B);
    int[] asked = plan.next(A, MOST);
    plan.answered(A, asked, FilesData.newBuilder().addByChunk(0).addByChunk(1).build());
    assertThat(plan.nextByChunk()).isEqualTo(-1);
    asked = plan.next(B, MOST);
    assertThat(asked).containsExactly(0, 1);
    plan.answered(B, asked, FilesData.newBuilder().addAbsent(0).build());
    assertThat(plan.nextByChunk()).isZero();
    assertThat(plan.next(B, MOST)).containsExactly(1);
    plan.removeSource(B);
    plan.again(new int[] {1});
    assertThat(plan.nextByChunk()).isEqualTo(1);
    assertThat(plan.isExhausted()).isTrue();
  }

  @Test
  void shouldSetAsideWhatOnlyAGoneSourceMightHaveGiven() {
    BatchPlan plan = wanting(1, A, B);
    plan.answered(A, plan.next(A, MOST), FilesData.newBuilder().addByChunk(0).build());
    plan.removeSource(B);
    assertThat(plan.nextOrphan()).isEqualTo(-1);
    assertThat(plan.nextByChunk()).isZero();
  }

  @Test
  void shouldKnowWhenNoSourceGivesAnythingMore() {
    BatchPlan plan = wanting(2, A);
    assertThat(plan.isUpToOthers()).isFalse();
    int[] asked = plan.next(A, MOST);
    assertThat(plan.wantsSources()).isFalse();
    plan.answered(A, asked, FilesData.newBuilder().addAbsent(0).addAbsent(1).build());
    assertThat(plan.isUpToOthers()).isTrue();
    assertThat(plan.wantsSources()).isTrue();
    plan.addSource(B);
    assertThat(plan.isUpToOthers()).isFalse();
  }

  @Test
  void shouldFindWhatIsMissingAgainBehindWhichItHasLookedAlready() {
    BatchPlan plan = wanting(600, A);
    int[] first = plan.next(A, MOST);
    plan.next(A, MOST);
    assertThat(plan.nextOrphan()).isEqualTo(-1);
    plan.again(first);
    assertThat(plan.next(A, MOST)).containsExactly(first);
    plan.answered(A, first, FilesData.newBuilder().addAbsent(3).build());
    assertThat(plan.nextOrphan()).isEqualTo(3);
  }

  /** A batch that a source has been asked for. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Asked(int source, int[] files) {}

  /** Whatever sources answer: each file ends in exactly one way, and nothing goes on forever. */
  @Property(tries = 200)
  void shouldDecideAboutEachFileOnce(
      @ForAll @IntRange(max = 600) int files,
      @ForAll @IntRange(max = 4) int sources,
      @ForAll long seed) {
    Random random = new Random(seed);
    BatchPlan plan = wanting(files);
    Set<Integer> present = new HashSet<>();
    for (int source = 0; source < sources; source++) {
      plan.addSource(source);
      present.add(source);
    }
    List<Integer> decided = new ArrayList<>();
    Deque<Asked> underWay = new ArrayDeque<>();
    for (int step = 0; step < 100_000 && decided.size() < files; step++) {
      for (int source : present) {
        int[] next = plan.next(source, (64 << 10) + random.nextInt(MOST - (64 << 10)));
        if (next.length > 0) {
          underWay.add(new Asked(source, next));
        }
      }
      Asked asked = underWay.poll();
      if (asked != null && random.nextInt(20) == 0 && present.remove(asked.source)) {
        plan.removeSource(asked.source);
        plan.again(asked.files);
      } else if (asked != null) {
        answer(plan, asked, random, decided);
      } else {
        takeOne(plan, decided);
      }
    }
    assertThat(decided).hasSize(files).doesNotHaveDuplicates();
    assertThat(plan.isExhausted()).isTrue();
  }

  private static void takeOne(BatchPlan plan, List<Integer> decided) {
    int file = plan.nextByChunk();
    if (file < 0) {
      file = plan.nextOrphan();
      plan.takeOrphan(file);
    }
    decided.add(file);
  }

  private static void answer(BatchPlan plan, Asked asked, Random random, List<Integer> decided) {
    FilesData.Builder answer = FilesData.newBuilder();
    for (int i = 0; i < asked.files.length; i++) {
      switch (i == 0 ? random.nextInt(3) : random.nextInt(4)) {
        case 0 -> {
          answer.addIndexes(i).addLengths(random.nextInt(Limits.MAX_WHOLE_FILE_BYTES + 1));
          decided.add(asked.files[i]);
        }
        case 1 -> answer.addAbsent(i);
        case 2 -> answer.addByChunk(i);
        default -> {}
      }
    }
    plan.answered(asked.source, asked.files, answer.build());
  }

  private static BatchPlan wanting(int files, int... sources) {
    BatchPlan plan = new BatchPlan(files + 8);
    for (int file = 0; file < files; file++) {
      plan.want(file);
    }
    for (int source : sources) {
      plan.addSource(source);
    }
    return plan;
  }
}
