package dev.shoal.tracker.internal.access.login;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Holds each of many to one pace. Remembers only those that did something of late, and a bounded
 * number of them; those who did something longest ago are forgotten first.
 *
 * @param <K> whom
 */
public final class Paces<K> {
  private final Pace pace;
  private final int max;
  private final Map<K, Long> rests = new LinkedHashMap<>();

  /** At that pace, and so many of them at most. */
  public Paces(Pace pace, int max) {
    this.pace = pace;
    this.max = max;
  }

  /** How long one has to wait until so many more may be done. Remembers nothing. */
  public long nanosToWait(K who, int times, long nowNanos) {
    return pace.nanosToWait(rest(who, nowNanos), times, nowNanos);
  }

  /** Counts. */
  public void done(K who, int times, long nowNanos) {
    long rest = pace.done(rest(who, nowNanos), times, nowNanos);
    rests.remove(who); // so that it comes last
    rests.put(who, rest);
    Iterator<Long> oldest = rests.values().iterator();
    while (oldest.hasNext() && (oldest.next() - nowNanos <= 0 || rests.size() > max)) {
      oldest.remove();
    }
  }

  /** As if that one had never done anything. */
  void forget(K who) {
    rests.remove(who);
  }

  int size() {
    return rests.size();
  }

  private long rest(K who, long nowNanos) {
    return rests.getOrDefault(who, nowNanos);
  }
}
