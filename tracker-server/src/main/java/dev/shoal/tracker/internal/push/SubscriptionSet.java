package dev.shoal.tracker.internal.push;

import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The subscriptions of one connection, by number of the file. */
public final class SubscriptionSet {
  /** Most of them. */
  static final int MAX = 256;

  private @Nullable IntObjectMap<Subscription> byFile;

  /** Whether there are none. */
  public boolean isEmpty() {
    return byFile == null;
  }

  int size() {
    return byFile == null ? 0 : byFile.size();
  }

  @Nullable Subscription get(int file) {
    return byFile == null ? null : byFile.get(file);
  }

  void put(Subscription subscription) {
    if (byFile == null) {
      byFile = new IntObjectHashMap<>();
    }
    byFile.put(subscription.watched.file, subscription);
  }

  void remove(int file) {
    if (byFile != null) {
      byFile.remove(file);
      byFile = byFile.isEmpty() ? null : byFile;
    }
  }

  List<Subscription> all() {
    return byFile == null ? List.of() : List.copyOf(byFile.values());
  }
}
