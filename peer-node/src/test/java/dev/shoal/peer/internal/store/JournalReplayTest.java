package dev.shoal.peer.internal.store;

import static dev.shoal.peer.internal.store.JournalRecord.Type.BOOT;
import static dev.shoal.peer.internal.store.JournalRecord.Type.CHECKED;
import static dev.shoal.peer.internal.store.JournalRecord.Type.CHUNK;
import static dev.shoal.peer.internal.store.JournalRecord.Type.FOUND;
import static dev.shoal.peer.internal.store.JournalRecord.Type.LOST;
import static dev.shoal.peer.internal.store.JournalRecord.Type.SYNC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.ChunkSet;
import org.junit.jupiter.api.Test;

class JournalReplayTest {
  private static final int CHUNKS = 10;
  private static final long MONDAY = 1;
  private static final long TUESDAY = 2;

  private final JournalReplay replay = new JournalReplay(CHUNKS);

  @Test
  void shouldCountEveryRecordWhenMachineStillRuns() {
    accept(BOOT, MONDAY);
    accept(CHUNK, 3);
    accept(CHUNK, 4);

    assertClaims(MONDAY, set(3, 4), set());
  }

  @Test
  void shouldDoubtWhatWasNotSyncedWhenMachineWasRestarted() {
    accept(BOOT, MONDAY);
    accept(CHUNK, 3);
    accept(SYNC, 2);
    accept(CHUNK, 4);

    assertClaims(TUESDAY, set(3), set(4));
  }

  @Test
  void shouldNotLetSyncVouchForChunksBeyondItsMark() {
    accept(BOOT, MONDAY);
    accept(CHUNK, 3);
    accept(CHUNK, 4);
    accept(SYNC, 2);

    assertClaims(TUESDAY, set(3), set(4));
  }

  @Test
  void shouldNotLetSyncVouchForChunksOfEarlierRun() {
    accept(BOOT, MONDAY);
    accept(CHUNK, 3);
    accept(BOOT, TUESDAY);
    accept(CHUNK, 4);
    accept(SYNC, 4);

    assertClaims(TUESDAY, set(4), set(3));
  }

  @Test
  void shouldForgetDoubtWhenChunkIsRecordedAgain() {
    accept(BOOT, MONDAY);
    accept(CHUNK, 3);
    accept(BOOT, TUESDAY);
    accept(CHUNK, 3);

    assertClaims(TUESDAY, set(3), set());
  }

  @Test
  void shouldNotDoubtAgainWhenAllHasBeenChecked() {
    accept(FOUND, 0);
    accept(BOOT, MONDAY);
    accept(CHUNK, 3);
    accept(CHECKED, 0);

    assertClaims(MONDAY, set(3), set());
  }

  @Test
  void shouldDoubtEverythingWhenPartFileWasFound() {
    accept(FOUND, 0);
    accept(BOOT, MONDAY);

    assertClaims(MONDAY, set(), ChunkSet.complete(CHUNKS));
  }

  @Test
  void shouldNotEvenDoubtWhatTheDiskRefusedToStore() {
    accept(FOUND, 0);
    accept(BOOT, MONDAY);
    accept(CHUNK, 3);
    accept(SYNC, 3);
    accept(CHUNK, 4);
    accept(LOST, 0);

    JournalClaims claims = replay.claims(MONDAY);

    assertThat(claims.certain()).isEqualTo(set(3));
    assertThat(claims.doubtful().contains(4)).isFalse();
  }

  @Test
  void shouldRefuseRecordsThatMakeNoSense() {
    accept(BOOT, MONDAY);

    assertThat(replay.accept(new JournalRecord(CHUNK, CHUNKS))).isFalse();
    assertThat(replay.accept(new JournalRecord(CHUNK, -1))).isFalse();
    assertThat(replay.accept(new JournalRecord(SYNC, 2))).isFalse();
    assertThat(replay.accept(new JournalRecord(SYNC, -1))).isFalse();
    assertThat(replay.records()).isEqualTo(1);
  }

  private void accept(JournalRecord.Type type, long value) {
    assertThat(replay.accept(new JournalRecord(type, value))).isTrue();
  }

  private void assertClaims(long bootId, ChunkSet certain, ChunkSet doubtful) {
    assertThat(replay.claims(bootId)).isEqualTo(new JournalClaims(certain, doubtful));
  }

  private static ChunkSet set(int... chunks) {
    ChunkSet set = ChunkSet.empty(CHUNKS);
    for (int chunk : chunks) {
      set.add(chunk);
    }
    return set;
  }
}
