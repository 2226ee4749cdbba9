package dev.shoal.peer.internal.trust;

import dev.shoal.protocol.PeerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code known-trackers} file says: the fingerprint that each tracker had when it was first
 * met, a line {@code host:port fingerprint} for each. Immutable.
 *
 * <p>Of several lines for one tracker the first counts: what is known is never overruled by what is
 * added. Lines that make no sense hide nothing but themselves.
 */
final class KnownTrackers {
  /** Longer lines are none that this program wrote. */
  private static final int LONGEST_LINE = 512;

  private final Map<String, Entry> entries;
  private final List<Integer> senseless;

  private KnownTrackers(Map<String, Entry> entries, List<Integer> senseless) {
    this.entries = Map.copyOf(entries);
    this.senseless = List.copyOf(senseless);
  }

  /**
   * What is known of one tracker.
   *
   * @param line where it stands, from 1
   * @param fingerprint null if the line names none that makes sense
   */
  record Entry(int line, @Nullable PeerId fingerprint) {}

  /** Reads a file's text, whatever it is. */
  static KnownTrackers parse(String text) {
    Map<String, Entry> entries = new HashMap<>();
    List<Integer> senseless = new ArrayList<>();
    int number = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      String bare = line.strip();
      if (bare.isEmpty() || bare.startsWith("#")) {
        continue;
      }
      String[] words = bare.length() > LONGEST_LINE ? new String[0] : bare.split("\\s+");
      String tracker = words.length == 0 ? null : key(words[0]);
      if (tracker == null) {
        senseless.add(number);
      } else {
        PeerId fingerprint = words.length == 2 ? fingerprint(words[1]) : null;
        entries.putIfAbsent(tracker, new Entry(number, fingerprint));
      }
    }
    return new KnownTrackers(entries, senseless);
  }

  /** The line for a tracker, with its end. */
  static String line(TrackerAddress tracker, PeerId fingerprint) {
    return key(tracker) + " " + fingerprint.toText() + "\n";
  }

  /** What is known of a tracker. */
  Optional<Entry> find(TrackerAddress tracker) {
    return Optional.ofNullable(entries.get(key(tracker)));
  }

  /** The lines, from 1, that name no tracker. */
  List<Integer> senselessLines() {
    return senseless;
  }

  /** One for all spellings of a tracker's name. */
  static String key(TrackerAddress tracker) {
    return tracker.toString().toLowerCase(Locale.ROOT);
  }

  private static @Nullable String key(String word) {
    try {
      return key(TrackerAddress.parse(word));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable PeerId fingerprint(String word) {
    try {
      return PeerId.parse(word);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
