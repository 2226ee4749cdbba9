package dev.shoal.peer.internal.bulk;

import dev.shoal.peer.BulkProgress;
import dev.shoal.peer.FileOutcome;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What became of files so far, and who wants to hear of it. Belongs to one event loop. */
final class OutcomeFeed {
  private static final Logger log = LoggerFactory.getLogger(OutcomeFeed.class);

  private final EventLoop loop;
  private final @Nullable FileOutcome[] outcomes;
  private final List<FileOutcome> decided;
  private final List<Consumer<FileOutcome>> listeners = new ArrayList<>();
  private final CompletableFuture<List<FileOutcome>> completion = new CompletableFuture<>();
  private volatile BulkProgress progress;

  /** Of so many files, none of which is decided. */
  OutcomeFeed(EventLoop loop, int files) {
    this.loop = loop;
    outcomes = new FileOutcome[files];
    decided = new ArrayList<>(files);
    progress = new BulkProgress(files, 0, 0, 0);
  }

  /** From any thread. */
  BulkProgress progress() {
    return progress;
  }

  /** From any thread. */
  CompletableFuture<List<FileOutcome>> completion() {
    return completion;
  }

  /** Adds a listener, from any thread. */
  void add(Consumer<FileOutcome> listener) {
    loop.execute(
        () -> {
          decided.forEach(outcome -> tell(listener, outcome));
          listeners.add(listener);
        });
  }

  /** It is decided what becomes of a file; the first decision counts. */
  void decide(int file, FileOutcome outcome) {
    if (outcomes[file] != null) {
      return;
    }
    outcomes[file] = outcome;
    decided.add(outcome);
    BulkProgress before = progress;
    progress =
        outcome.result() == null
            ? new BulkProgress(
                before.files(), before.complete(), before.failed() + 1, before.verifiedBytes())
            : new BulkProgress(
                before.files(),
                before.complete() + 1,
                before.failed(),
                before.verifiedBytes() + outcome.result().length());
    listeners.forEach(listener -> tell(listener, outcome));
  }

  /** Whether it is decided what becomes of all files. */
  boolean isWhole() {
    return decided.size() == outcomes.length;
  }

  /** Nothing more is to come. */
  void complete() {
    completion.complete(Arrays.stream(outcomes).toList());
  }

  private static void tell(Consumer<FileOutcome> listener, FileOutcome outcome) {
    try {
      listener.accept(outcome);
    } catch (RuntimeException e) {
      log.warn("a listener of outcomes failed", e);
    }
  }
}
