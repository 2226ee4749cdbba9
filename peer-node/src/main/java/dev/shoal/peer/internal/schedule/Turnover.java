package dev.shoal.peer.internal.schedule;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which source a download lets go of, so that others get its place. Not thread-safe.
 *
 * <p>While others wait for a place: one that has had nothing of use for 5 s, or else after 30 s one
 * with less than an eighth of the median rate, and of these one in 10 s. While nobody waits: only
 * one that has had nothing of use for a minute and wants nothing in turn, since a leecher without
 * anything new may have news at any time. The last source is always kept.
 *
 * @param <S> what the caller knows a source by; compared by {@code equals}
 */
public final class Turnover<S> {
  /**
   * What a source is like now.
   *
   * @param interesting whether it has something that the download lacks
   * @param watching whether it wants something of this node
   * @param bytesPerSecond its measured rate; 0 before any measurement
   */
  public record Look<S>(S source, boolean interesting, boolean watching, double bytesPerSecond) {}

  private static final class Past {
    final long joinedNanos;
    long usefulNanos;

    Past(long nowNanos) {
      joinedNanos = nowNanos;
      usefulNanos = nowNanos;
    }
  }

  private static final long USELESS_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long TRIAL_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long SLOW_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int SLOW_FRACTION = 8;

  private final Map<S, Past> pasts = new HashMap<>();
  private long slowDismissedNanos;

  /** Begins now. */
  public Turnover(long nowNanos) {
    slowDismissedNanos = nowNanos;
  }

  /**
   * The source to let go of now, or null; to be asked about once a second.
   *
   * @param looks at all sources of the download
   * @param othersWait whether the download has as many as it may, and knows others
   */
  public @Nullable S dismissed(List<Look<S>> looks, boolean othersWait, long nowNanos) {
    pasts.keySet().retainAll(looks.stream().map(Look::source).toList());
    for (Look<S> look : looks) {
      Past past = pasts.computeIfAbsent(look.source, source -> new Past(nowNanos));
      if (look.interesting) {
        past.usefulNanos = nowNanos;
      }
    }
    if (looks.size() < 2) {
      return null;
    }
    S useless = useless(looks, othersWait, nowNanos);
    return useless == null && othersWait ? slow(looks, nowNanos) : useless;
  }

  private @Nullable S useless(List<Look<S>> looks, boolean othersWait, long nowNanos) {
    S worst = null;
    long longest = othersWait ? USELESS_NANOS : IDLE_NANOS;
    for (Look<S> look : looks) {
      long useless = nowNanos - past(look).usefulNanos;
      if (useless >= longest && (othersWait || !look.watching)) {
        worst = look.source;
        longest = useless;
      }
    }
    return worst;
  }

  private @Nullable S slow(List<Look<S>> looks, long nowNanos) {
    if (nowNanos - slowDismissedNanos < SLOW_EVERY_NANOS) {
      return null;
    }
    double[] rates = looks.stream().mapToDouble(Look::bytesPerSecond).sorted().toArray();
    double slowest = rates[rates.length / 2] / SLOW_FRACTION;
    S worst = null;
    for (Look<S> look : looks) {
      if (look.bytesPerSecond < slowest && nowNanos - past(look).joinedNanos >= TRIAL_NANOS) {
        worst = look.source;
        slowest = look.bytesPerSecond;
      }
    }
    if (worst != null) {
      slowDismissedNanos = nowNanos;
    }
    return worst;
  }

  private Past past(Look<S> look) {
    Past past = pasts.get(look.source);
    if (past == null) {
      throw new IllegalStateException("not looked at: " + look.source);
    }
    return past;
  }
}
