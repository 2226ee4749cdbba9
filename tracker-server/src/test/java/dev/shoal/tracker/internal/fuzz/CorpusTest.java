package dev.shoal.tracker.internal.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.FrameKind.Place;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Plays what fuzzing begins with, and says that every message is in it. */
class CorpusTest {
  private static final int PEERS_AMONG_THEMSELVES = 0x0200;
  private static final Set<FrameKind> ONLY_FROM_TRACKERS = EnumSet.of(FrameKind.SWARM_UPDATE);

  private final Map<String, byte[]> seeds = Corpus.seeds();

  @TestFactory
  Stream<DynamicTest> shouldLeaveTrackerNoneTheWorse() {
    return seeds.entrySet().stream()
        .map(
            seed ->
                DynamicTest.dynamicTest(seed.getKey(), () -> TrackerScript.play(seed.getValue())));
  }

  @Test
  void shouldHaveEveryMessageThatPeersSendToTrackers() {
    assertThat(Corpus.messages().keySet())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(FrameKind.values())
                .filter(kind -> kind.number() < PEERS_AMONG_THEMSELVES)
                .filter(kind -> kind.place() != Place.ANSWER || kind == FrameKind.ERROR)
                .filter(kind -> !ONLY_FROM_TRACKERS.contains(kind))
                .collect(Collectors.toSet()));
  }

  @TestFactory
  Stream<DynamicTest> shouldHaveRequestsThatAreAnsweredAndNotRefused() {
    return Corpus.messages().keySet().stream()
        .filter(kind -> kind.place() == Place.REQUEST && kind != FrameKind.OPEN_LEASE)
        .map(
            kind ->
                DynamicTest.dynamicTest(
                    kind.name(),
                    () ->
                        assertThat(TrackerScript.play(seed("message-", kind)))
                            .contains(kind.answer())
                            .doesNotContain(FrameKind.ERROR)));
  }

  @Test
  void shouldReachNoticesOfTrackers() throws Exception {
    assertThat(TrackerScript.play(seed("subscription"))).contains(FrameKind.SWARM_UPDATE);
    assertThat(TrackerScript.play(seed("message-ping"))).contains(FrameKind.PONG);
  }

  @Test
  void shouldEndSubscriptionThatIsTooOldThoughNothingChanges() throws Exception {
    assertThat(TrackerScript.play(seed("old-subscription"))).contains(FrameKind.SWARM_UPDATE);
  }

  private byte[] seed(String prefix, FrameKind kind) {
    return seed(prefix + Corpus.name(kind));
  }

  private byte[] seed(String name) {
    return Objects.requireNonNull(seeds.get(name), name);
  }
}
