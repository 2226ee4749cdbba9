package dev.shoal.tracker.internal.store;

import dev.shoal.tracker.internal.state.AccessChange;

/** Somebody's own picture of accounts and groups, fed with every record when a store is opened. */
@FunctionalInterface
public interface AccessFeed {
  /** Takes the next record; what it refers to came before. */
  void accept(AccessChange record);
}
