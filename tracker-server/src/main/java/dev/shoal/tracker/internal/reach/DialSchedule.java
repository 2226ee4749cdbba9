package dev.shoal.tracker.internal.reach;

import dev.shoal.transport.AddressGroup;
import dev.shoal.transport.TokenBucket;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Says which dial comes next and when: so many at once and a second, in all and to one address, the
 * addresses in turn. Whatever is offered, it takes a constant amount of memory.
 *
 * @param <T> what is to be dialled
 */
final class DialSchedule<T> {
  static final int MAX_WAITING = 8192;
  static final int MAX_WAITING_FOR_ADDRESS = 2048;

  /** So few that an address which swallows connections holds up few others. */
  static final int MAX_AT_ONCE_TO_ADDRESS = 8;

  /** Addresses remembered to which nothing is to be dialled. */
  static final int MAX_RESTING = 4096;

  private final DialLimits limits;
  private final Predicate<InetAddress> isLimited;
  private final Predicate<T> isWanted;
  private final TokenBucket rate;
  private final Map<AddressGroup, Host<T>> busy = new HashMap<>();
  private final Map<AddressGroup, Host<T>> resting = new LinkedHashMap<>();

  /** Those for which something waits, in turn. */
  private final Deque<Host<T>> turns = new ArrayDeque<>();

  private int waiting;
  private int underWay;

  /**
   * An empty schedule.
   *
   * @param isLimited whether an address has limits of its own
   * @param isWanted whether an item is still to be dialled when its turn has come
   */
  DialSchedule(
      DialLimits limits, Predicate<InetAddress> isLimited, Predicate<T> isWanted, long nowNanos) {
    this.limits = limits;
    this.isLimited = isLimited;
    this.isWanted = isWanted;
    this.rate = new TokenBucket(limits.perSecond(), limits.perSecond(), nowNanos);
  }

  /** An address: what is to be dialled there, and how many are under way. */
  static final class Host<T> {
    final AddressGroup group;
    final @Nullable TokenBucket rate;
    final Deque<T> waiting = new ArrayDeque<>();
    int underWay;

    Host(AddressGroup group, @Nullable TokenBucket rate) {
      this.group = group;
      this.rate = rate;
    }

    boolean mayDial(long nowNanos) {
      return rate == null || (underWay < MAX_AT_ONCE_TO_ADDRESS && rate.has(nowNanos));
    }

    boolean isFresh(long nowNanos) {
      return rate == null || rate.isFull(nowNanos);
    }
  }

  /**
   * What is to be dialled now; {@link #done} is to be told when that is over.
   *
   * @param host where it is
   * @param wanted false: it is not to be dialled after all, and counts for nothing
   */
  record Turn<T>(Host<T> host, T item, boolean wanted) {}

  /** Takes something in; false if there is no room. */
  boolean offer(InetAddress address, T item, long nowNanos) {
    if (waiting >= MAX_WAITING) {
      return false;
    }
    Host<T> host = host(address, nowNanos);
    if (host.rate != null && host.waiting.size() >= MAX_WAITING_FOR_ADDRESS) {
      return false;
    }
    if (host.waiting.isEmpty()) {
      turns.add(host);
    }
    host.waiting.add(item);
    waiting++;
    return true;
  }

  /** What may be dialled now; null if nothing may. */
  @Nullable Turn<T> poll(long nowNanos) {
    if (underWay >= limits.atOnce() || !rate.has(nowNanos)) {
      return null;
    }
    for (int i = turns.size(); i > 0; i--) {
      Host<T> host = turns.remove();
      boolean wanted = isWanted.test(host.waiting.element());
      if (!wanted || host.mayDial(nowNanos)) {
        return new Turn<>(host, take(host, wanted, nowNanos), wanted);
      }
      turns.add(host);
    }
    return null;
  }

  /** A dial is over. */
  void done(Turn<T> turn, long nowNanos) {
    Host<T> host = turn.host();
    underWay--;
    host.underWay--;
    if (host.underWay == 0 && host.waiting.isEmpty()) {
      busy.remove(host.group);
      resting.put(host.group, host);
      forgetRested(nowNanos);
    }
  }

  /** Whether something waits for its turn. */
  boolean isWaiting() {
    return waiting > 0;
  }

  /** Addresses remembered. */
  int size() {
    return busy.size() + resting.size();
  }

  private T take(Host<T> host, boolean wanted, long nowNanos) {
    if (wanted) {
      rate.take(nowNanos);
      if (host.rate != null) {
        host.rate.take(nowNanos);
      }
    }
    T item = host.waiting.remove();
    waiting--;
    underWay++;
    host.underWay++;
    if (!host.waiting.isEmpty()) {
      turns.add(host);
    }
    return item;
  }

  private Host<T> host(InetAddress address, long nowNanos) {
    AddressGroup group = AddressGroup.of(address);
    Host<T> host = busy.get(group);
    if (host == null) {
      Host<T> rested = resting.remove(group);
      host = rested == null ? new Host<>(group, rate(address, nowNanos)) : rested;
      busy.put(group, host);
    }
    return host;
  }

  private @Nullable TokenBucket rate(InetAddress address, long nowNanos) {
    int perSecond = limits.perSecondAndAddress();
    return isLimited.test(address) ? new TokenBucket(perSecond, perSecond, nowNanos) : null;
  }

  private void forgetRested(long nowNanos) {
    Iterator<Host<T>> oldest = resting.values().iterator();
    while (oldest.hasNext() && (oldest.next().isFresh(nowNanos) || resting.size() > MAX_RESTING)) {
      oldest.remove();
    }
  }
}
