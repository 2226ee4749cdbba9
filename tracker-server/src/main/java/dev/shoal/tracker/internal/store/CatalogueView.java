package dev.shoal.tracker.internal.store;

import dev.shoal.tracker.internal.state.StoredFile;

/** Somebody's own picture of the published files, fed with every file when a store is opened. */
@FunctionalInterface
public interface CatalogueView {
  /** Takes the next file; they come in the order of their numbers, from 0 and without gaps. */
  void accept(StoredFile file);
}
