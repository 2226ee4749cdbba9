package dev.shoal.tracker.internal.fuzz;

import dev.shoal.tracker.internal.FuzzedStore;
import org.jspecify.annotations.Nullable;

/** Gives each input an empty store, not always a new one. */
final class Stores implements AutoCloseable {
  private @Nullable FuzzedStore unused;

  /** An empty one. */
  FuzzedStore take() {
    FuzzedStore store = unused;
    unused = null;
    return store == null ? new FuzzedStore() : store;
  }

  /** Takes one back in which nothing was published. */
  void giveBack(FuzzedStore store) {
    unused = store;
  }

  @Override
  public void close() {
    if (unused != null) {
      unused.close();
    }
  }
}
