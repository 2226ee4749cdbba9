package dev.shoal.tracker.internal.push;

import com.google.protobuf.ByteString;
import dev.shoal.transport.TokenBucket;
import java.util.LinkedHashSet;
import java.util.Set;

/** A swarm that somebody subscribed to. */
final class Watched {
  final int file;
  final ByteString fileId;

  /** Who was looked at longest ago comes first. */
  private final Set<Subscription> subscriptions = new LinkedHashSet<>();

  private final TokenBucket budget;

  /** Numbers the looks at subscriptions. */
  private long looks;

  /** Who had a look no later than this has not been looked at since the swarm last changed. */
  private long changedAfter = -1;

  /** Whether it stands in the queue of changed swarms. */
  boolean queued;

  Watched(int file, ByteString fileId, TokenBucket budget) {
    this.file = file;
    this.fileId = fileId;
    this.budget = budget;
  }

  /** Adds the subscription of one who has just been answered. */
  void add(Subscription subscription) {
    subscription.look = ++looks;
    subscriptions.add(subscription);
  }

  /** Removes a subscription. */
  void remove(Subscription subscription) {
    subscriptions.remove(subscription);
  }

  boolean isEmpty() {
    return subscriptions.isEmpty();
  }

  /** The swarm has changed: everybody is to be looked at. */
  void changed() {
    changedAfter = looks;
  }

  /** Whether somebody is still to be looked at. */
  boolean hasUnseen() {
    return !isEmpty() && subscriptions.iterator().next().look <= changedAfter;
  }

  /** Whether the swarm's budget allows a look now. */
  boolean mayVisit(long nowNanos) {
    return budget.take(nowNanos);
  }

  /** The subscription whose turn it is, which is then the last in line. */
  Subscription next() {
    Subscription next = subscriptions.iterator().next();
    subscriptions.remove(next);
    add(next);
    return next;
  }
}
