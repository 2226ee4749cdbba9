package dev.shoal.tracker.internal.store;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.h2.mvstore.MVMap;

/**
 * Looks at the part of a map whose keys begin alike. The prefix ends with a slash, which no part of
 * a key has but the last.
 */
final class Prefixes {
  /** Comes right after the slash. */
  private static final char AFTER_SLASH = '/' + 1;

  private Prefixes() {}

  /** The prefix of keys whose first part is that. */
  static String of(String first) {
    return first + '/';
  }

  /** As above, for the first two parts. */
  static String of(String first, String second) {
    return first + '/' + second + '/';
  }

  /** How many keys there are, without looking at each. */
  static long count(MVMap<String, ?> map, String prefix) {
    String end = prefix.substring(0, prefix.length() - 1) + AFTER_SLASH;
    return place(map, end) - place(map, prefix);
  }

  private static long place(MVMap<String, ?> map, String key) {
    long index = map.getKeyIndex(key);
    return index < 0 ? -index - 1 : index;
  }

  /** The keys, in order, as they are now. */
  static List<String> keys(MVMap<String, ?> map, String prefix) {
    return keys(map, prefix, Integer.MAX_VALUE);
  }

  /** The first of the keys. */
  static List<String> keys(MVMap<String, ?> map, String prefix, int max) {
    List<String> keys = new ArrayList<>();
    for (Iterator<String> all = map.keyIterator(prefix); all.hasNext() && keys.size() < max; ) {
      String key = all.next();
      if (!key.startsWith(prefix)) {
        break;
      }
      keys.add(key);
    }
    return keys;
  }

  /** Whether there is any key. */
  static boolean isAny(MVMap<String, ?> map, String prefix) {
    String first = map.ceilingKey(prefix);
    return first != null && first.startsWith(prefix);
  }
}
