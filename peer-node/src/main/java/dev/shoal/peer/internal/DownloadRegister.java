package dev.shoal.peer.internal;

import dev.shoal.peer.DownloadState;
import dev.shoal.peer.internal.download.DownloadTask;
import dev.shoal.peer.internal.outcome.Failure;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The downloads of one node that are under way, and how many came to which end. Thread-safe. */
final class DownloadRegister {
  private final Set<DownloadTask> underWay = ConcurrentHashMap.newKeySet();
  private final LongAdder complete = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder cancelled = new LongAdder();

  /** Enters a download until it is over. */
  void add(DownloadTask task) {
    underWay.add(task);
    task.completion().whenComplete((result, failure) -> over(task, failure));
  }

  /** Forgets one that never began. */
  void remove(DownloadTask task) {
    underWay.remove(task);
  }

  /** Those that are under way. */
  Stream<DownloadTask> underWay() {
    return underWay.stream();
  }

  /** How many there are in each state; of those that are over, since the node was built. */
  Map<DownloadState, Long> counts() {
    Map<DownloadState, Long> counts = new EnumMap<>(DownloadState.class);
    counts.put(DownloadState.COMPLETE, complete.sum());
    counts.put(DownloadState.FAILED, failed.sum());
    counts.put(DownloadState.CANCELLED, cancelled.sum());
    underWay.stream()
        .map(task -> task.progress().state())
        .filter(state -> !state.isFinal()) // about to be counted
        .forEach(state -> counts.merge(state, 1L, Long::sum));
    return counts;
  }

  private void over(DownloadTask task, @Nullable Throwable failure) {
    if (!underWay.remove(task)) {
      return;
    }
    if (failure == null) {
      complete.increment();
    } else if (Failure.cause(failure) instanceof CancellationException) {
      cancelled.increment();
    } else {
      failed.increment();
    }
  }
}
