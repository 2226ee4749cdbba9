package dev.shoal.tracker.internal.push;

import dev.shoal.protocol.wire.SwarmUpdate;
import dev.shoal.tracker.internal.codec.FileIdWords;
import dev.shoal.tracker.internal.swarm.SourceSample;
import dev.shoal.tracker.internal.swarm.SwarmIndex;
import dev.shoal.transport.TokenBucket;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Who wants to be told of which swarm.
 *
 * <p>Changes are not queued: a swarm is only marked as changed, and its subscribers are looked at
 * in turn, each being told the difference between what it was given and what there is. So a
 * subscriber who is slow, or a swarm that changes all the time, takes no memory, and whoever has
 * its number of sources is looked at no more: a crowd of N that wants k sources each is told of N·k
 * at most. How often subscribers are looked at is limited for each swarm.
 */
public final class Subscriptions {
  private static final int VISITS_PER_SECOND = 2000;
  private static final int BURST = 500;
  private static final long LIFETIME_NANOS = TimeUnit.HOURS.toNanos(1);

  private final SubscriptionLimits limits;
  private final AddressCount byAddress;
  private final IntObjectMap<Watched> swarms = new IntObjectHashMap<>();
  private final Deque<Watched> changed = new ArrayDeque<>();

  /** All of them, the oldest first. */
  private final Set<Subscription> byAge = new LinkedHashSet<>();

  private long pushes;
  private final SourceSample sample = new SourceSample();
  private final SwarmIndex index;
  private final Runnable newsArise;

  /**
   * Nobody's.
   *
   * @param limits how many there may be
   * @param newsArise called when there is something for {@link #work} to do
   */
  public Subscriptions(SwarmIndex index, SubscriptionLimits limits, Runnable newsArise) {
    this.index = index;
    this.limits = limits;
    this.byAddress = new AddressCount(limits);
    this.newsArise = newsArise;
  }

  /**
   * Subscribes one who has just been answered, in place of an earlier subscription to the file.
   *
   * @param given the sources in that answer
   * @param complete leechers only are wanted
   * @return false if the answer had all that was wanted, or there are too many subscriptions
   */
  public boolean subscribe(
      Subscriber subscriber,
      FileIdWords file,
      SourceSample given,
      boolean complete,
      long nowNanos) {
    int number = index.find(file.word0(), file.word1(), file.word2(), file.word3());
    if (number >= 0) {
      unsubscribe(subscriber, number);
    }
    if (given.size() >= given.wanted()
        || byAge.size() >= limits.all()
        || byAddress.isFull(subscriber.addresses().remote())
        || subscriber.subscriptions().size() >= SubscriptionSet.MAX) {
      return false;
    }
    int watchedNumber = index.watch(file.word0(), file.word1(), file.word2(), file.word3());
    Watched watched = swarms.get(watchedNumber);
    if (watched == null) {
      TokenBucket budget = new TokenBucket(VISITS_PER_SECOND, BURST, nowNanos);
      watched = new Watched(watchedNumber, file.toBytes(), budget);
      swarms.put(watchedNumber, watched);
    }
    Subscription subscription =
        new Subscription(
            subscriber, watched, given.wanted(), given, complete, nowNanos + LIFETIME_NANOS);
    watched.add(subscription);
    subscriber.subscriptions().put(subscription);
    byAge.add(subscription);
    byAddress.add(subscriber.addresses().remote());
    return true;
  }

  /** Ends a subscription, if there is one. */
  public void unsubscribe(Subscriber subscriber, FileIdWords file) {
    int number = index.find(file.word0(), file.word1(), file.word2(), file.word3());
    if (number >= 0) {
      unsubscribe(subscriber, number);
    }
  }

  /** Ends all of a connection's. */
  public void unsubscribeAll(Subscriber subscriber) {
    subscriber.subscriptions().all().forEach(this::end);
  }

  /** The swarm with that number has changed. */
  public void changed(int file) {
    Watched watched = byAge.isEmpty() ? null : swarms.get(file);
    if (watched != null) {
      watched.changed();
      enqueue(watched);
    }
  }

  /** Whether there is somebody to be told, now or when a swarm's budget allows it. */
  public boolean hasWork() {
    return !changed.isEmpty();
  }

  /** How many there are. */
  public int size() {
    return byAge.size();
  }

  /** How many notices were sent so far. */
  public long pushes() {
    return pushes;
  }

  /** Addresses that have some, of those that have a limit. */
  int addressCount() {
    return byAddress.size();
  }

  /**
   * Tells subscribers of changes.
   *
   * @param max of them to look at: a slice small enough not to hold up requests
   * @return whether there is more that could be done at once
   */
  public boolean work(long nowNanos, int max) {
    int visits = 0;
    for (int swarmsLeft = changed.size(); swarmsLeft > 0 && visits < max; swarmsLeft--) {
      Watched watched = changed.remove();
      watched.queued = false;
      while (watched.hasUnseen() && visits < max && watched.mayVisit(nowNanos)) {
        visit(watched.next(), nowNanos);
        visits++;
      }
      if (watched.hasUnseen()) {
        enqueue(watched);
      }
    }
    return visits == max && hasWork();
  }

  /**
   * Ends subscriptions that are too old, each with a last notice.
   *
   * @param max of them: a slice small enough not to hold up requests
   * @return whether there may be more
   */
  public boolean expire(long nowNanos, int max) {
    for (int i = 0; i < max; i++) {
      Subscription oldest = byAge.isEmpty() ? null : byAge.iterator().next();
      if (oldest == null || !oldest.isOver(nowNanos)) {
        return false;
      }
      if (oldest.subscriber.isReading()) {
        visit(oldest, nowNanos);
      } else {
        end(oldest); // it asks again by itself
      }
    }
    return true;
  }

  private void visit(Subscription subscription, long nowNanos) {
    Subscriber subscriber = subscription.subscriber;
    if (!subscriber.isReading()) {
      return; // is told the difference when the swarm changes next, or asks again by itself
    }
    boolean over = subscription.isOver(nowNanos);
    SwarmUpdate update = subscription.update(index, sample, over);
    if (update != null) {
      subscriber.push(update);
      pushes++;
      if (update.getLast()) {
        end(subscription);
      }
    }
  }

  private void unsubscribe(Subscriber subscriber, int file) {
    Subscription subscription = subscriber.subscriptions().get(file);
    if (subscription != null) {
      end(subscription);
    }
  }

  private void end(Subscription subscription) {
    Watched watched = subscription.watched;
    watched.remove(subscription);
    subscription.subscriber.subscriptions().remove(watched.file);
    byAge.remove(subscription);
    byAddress.remove(subscription.subscriber.addresses().remote());
    if (watched.isEmpty()) {
      swarms.remove(watched.file); // where it stands in the queue, it has nobody to be looked at
      index.unwatch(watched.file);
    }
  }

  private void enqueue(Watched watched) {
    if (!watched.queued) {
      watched.queued = true;
      changed.add(watched);
      newsArise.run();
    }
  }
}
