package dev.shoal.tracker.internal;

import dev.shoal.protocol.FileId;
import dev.shoal.protocol.PeerId;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * A published file, as its publisher describes it. Immutable.
 *
 * @param number its place in the order of publication, from 0
 * @param length bytes, as claimed
 * @param words by which it is found, sorted
 * @param publisher the first to publish it
 * @param publishedMillis when, Unix time
 */
record FileEntry(
    int number,
    FileId file,
    long length,
    String name,
    List<String> tags,
    List<String> words,
    PeerId publisher,
    long publishedMillis) {

  /** Whether every one of the prefixes is a word of this entry or the beginning of one. */
  boolean matches(Collection<String> prefixes) {
    return prefixes.stream().allMatch(this::hasWordFrom);
  }

  /** The first word that is not before the prefix begins with it, or none does. */
  private boolean hasWordFrom(String prefix) {
    int at = Collections.binarySearch(words, prefix);
    int candidate = at < 0 ? -at - 1 : at;
    return candidate < words.size() && words.get(candidate).startsWith(prefix);
  }
}
