package dev.shoal.peer.internal.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.PeerId;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KnownTrackersTest {
  private static final PeerId ONE = id(1);
  private static final PeerId TWO = id(2);

  @Test
  void shouldKnowEachTrackerByTheFirstLineThatNamesIt() {
    KnownTrackers known =
        KnownTrackers.parse(
            "# a comment\n\nlan-host:7070 "
                + ONE.toText()
                + "\n[::1]:1 "
                + TWO.toText()
                + "\r\n"
                + "LAN-HOST "
                + TWO.toText());

    assertThat(fingerprint(known, "lan-host:7070")).isEqualTo(ONE);
    assertThat(fingerprint(known, "Lan-Host")).isEqualTo(ONE);
    assertThat(fingerprint(known, "[::1]:1")).isEqualTo(TWO);
    assertThat(known.find(TrackerAddress.parse("other"))).isEmpty();
    assertThat(known.senselessLines()).isEmpty();
  }

  @Test
  void shouldTakeNoLineWithoutSenseForATrackerThatIsUnknown() {
    String broken = ONE.toText().substring(1);
    KnownTrackers known =
        KnownTrackers.parse("a:1 " + broken + "\na:1 " + ONE.toText() + "\nb:1\nc:1 x y\n:: ::\n");

    assertThat(known.find(TrackerAddress.parse("a:1"))).contains(new KnownTrackers.Entry(1, null));
    assertThat(known.find(TrackerAddress.parse("b:1"))).contains(new KnownTrackers.Entry(3, null));
    assertThat(known.find(TrackerAddress.parse("c:1"))).contains(new KnownTrackers.Entry(4, null));
  }

  @Test
  void shouldPassOverLinesThatNameNoTracker() {
    KnownTrackers known =
        KnownTrackers.parse("x".repeat(100_000) + " y\na/b c\na:1 " + ONE.toText() + "\n[:");

    assertThat(known.senselessLines()).containsExactly(1, 2, 4);
    assertThat(fingerprint(known, "a:1")).isEqualTo(ONE);
  }

  @Property
  void shouldReadWhatItWritesWhateverStandsAround(
      @ForAll String before, @ForAll String after, @ForAll @Size(PeerId.LENGTH) byte[] id) {
    TrackerAddress tracker = TrackerAddress.parse("a-tracker.example.org:7071");
    String line = KnownTrackers.line(tracker, PeerId.fromBytes(id));
    KnownTrackers known = KnownTrackers.parse(before + "\n" + line + after);

    assertThat(fingerprint(known, "a-tracker.example.org:7071")).isEqualTo(PeerId.fromBytes(id));
  }

  private static @Nullable PeerId fingerprint(KnownTrackers known, String tracker) {
    return known.find(TrackerAddress.parse(tracker)).orElseThrow().fingerprint();
  }

  private static PeerId id(int fill) {
    byte[] bytes = new byte[PeerId.LENGTH];
    Arrays.fill(bytes, (byte) fill);
    return PeerId.fromBytes(bytes);
  }
}
