package dev.shoal.peer.internal.trust;

import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.PlainText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What Jazzer calls with each of its inputs: they are taken for a file of known trackers, and for
 * what somebody types as a tracker's address. A tracker that it names stays known by the line that
 * names it first, whatever is added; one that it does not name is known by the line that is added
 * for it.
 */
public final class KnownTrackersFuzzTarget {
  private static final PeerId ONE = id(1);
  private static final PeerId OTHER = id(2);

  private KnownTrackersFuzzTarget() {}

  /** Files of which each line makes sense. */
  public static List<byte[]> seeds() {
    return List.of(
        file("# known trackers\n\nlan-host:7070 " + ONE.toText() + "\n"),
        file("[::1]:1 " + ONE.toText() + "\r\n192.0.2.7:65535 " + OTHER.toText() + "\r\n"),
        file("Lan-Host:7070 " + ONE + "\nlan-host " + OTHER.toText() + "\n[fe80::1%eth0] " + ONE),
        file(""));
  }

  private static byte[] file(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Reads one input; whatever is thrown is a finding. */
  public static void fuzzerTestOneInput(byte[] input) {
    read(input);
  }

  /** Reads one input; whether every line of it made sense. */
  static boolean read(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    KnownTrackers known = KnownTrackers.parse(text);
    long lines = text.lines().count();
    require(known.senselessLines().stream().allMatch(line -> line > 0 && line <= lines));
    for (String line : text.lines().toList()) {
      check(text, known, line);
      check(text, known, line.strip().split("\\s+", 2)[0]);
    }
    return known.senselessLines().isEmpty();
  }

  private static void check(String text, KnownTrackers known, String word) {
    TrackerAddress tracker;
    try {
      tracker = TrackerAddress.parse(word);
    } catch (IllegalArgumentException e) {
      String sentence = String.valueOf(e.getMessage());
      require(sentence.startsWith(PlainText.of(sentence)));
      return;
    }
    require(TrackerAddress.parse(tracker.toString()).equals(tracker));
    KnownTrackers more = KnownTrackers.parse(text + "\n" + KnownTrackers.line(tracker, OTHER));
    Optional<KnownTrackers.Entry> before = known.find(tracker);
    Optional<KnownTrackers.Entry> after = more.find(tracker);
    require(before.isPresent() ? before.equals(after) : isKnown(after));
    require(isKnown(KnownTrackers.parse(KnownTrackers.line(tracker, OTHER)).find(tracker)));
  }

  private static boolean isKnown(Optional<KnownTrackers.Entry> entry) {
    return entry.map(KnownTrackers.Entry::fingerprint).equals(Optional.of(OTHER));
  }

  private static PeerId id(int fill) {
    byte[] bytes = new byte[PeerId.LENGTH];
    Arrays.fill(bytes, (byte) fill);
    return PeerId.fromBytes(bytes);
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw new AssertionError("a tracker is not known by the line that names it");
    }
  }
}
