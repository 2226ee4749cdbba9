package dev.shoal.peer.internal.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.shoal.peer.SourceProgress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static final SourceId A = SourceId.peer(new InetSocketAddress(1));
  private static final SourceId B = SourceId.peer(new InetSocketAddress(2));

  private final Tally tally = new Tally();

  @Test
  void shouldCountWhatWasKeptAsVerifiedButNotAsFetched() {
    tally.kept(10);
    tally.connected(A, true);
    tally.arrived(A, 7, 1);
    tally.verified(A, 5, 2);
    assertThat(tally.verifiedBytes()).isEqualTo(15);
    assertThat(tally.fetchedBytes()).isEqualTo(7);
  }

  @Test
  void shouldTellTheTimeFromTheFirstRequestToTheLastVerifiedByte() {
    assertThat(tally.elapsedNanos()).isZero();
    tally.requested(100);
    assertThat(tally.elapsedNanos()).isZero();
    tally.requested(200);
    tally.verified(A, 1, 350);
    assertThat(tally.elapsedNanos()).isEqualTo(250);
  }

  @Test
  void shouldRememberOnlySourcesThatGaveSomethingOnceTheyAreGone() {
    tally.connected(A, true);
    tally.connected(B, true);
    tally.verified(B, 9, 1);
    assertThat(tally.sources(Map.of(), 2))
        .extracting(SourceProgress::address)
        .containsExactly(A.address(), B.address());
    tally.connected(A, false);
    tally.connected(B, false);
    tally.arrived(A, 3, 3);
    assertThat(tally.sources(Map.of(), 4))
        .containsExactly(new SourceProgress(B.address(), 9, 0, false));
  }

  @Test
  void shouldTellOfThoseThatCannotBeUsed() {
    tally.connected(A, true);
    tally.verified(A, 9, 1);
    tally.connected(A, false);
    assertThat(tally.sources(Map.of(A, "gone", B, "refused"), 2))
        .extracting(SourceProgress::address, SourceProgress::problem)
        .containsExactly(
            tuple(A.address(), Optional.of("gone")), tuple(B.address(), Optional.of("refused")));
  }
}
