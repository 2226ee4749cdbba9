package dev.shoal.peer.service;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has what changes remembered: a moment after a change, at once for those who wait for it, and one
 * write for all that have come together meanwhile. Belongs to the agent's thread.
 */
final class StateKeeper {
  private static final long DELAY_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Writes it; blocks. */
  interface Writer {
    void write(SavedState state) throws Exception;
  }

  private final Agent agent;
  private final Supplier<SavedState> state;
  private final Writer writer;
  private final StatusLog log;
  private List<CompletableFuture<Void>> waiting = new ArrayList<>();
  private boolean changed;
  private boolean writing;
  private boolean failing;
  private boolean closed;

  /**
   * @param state what is to be remembered at this moment
   */
  StateKeeper(Agent agent, Supplier<SavedState> state, Writer writer, StatusLog log) {
    this.agent = agent;
    this.state = state;
    this.writer = writer;
    this.log = log;
  }

  /** Something is to be remembered; it does no harm if it is forgotten. */
  void changed() {
    if (!changed) {
      changed = true;
      agent.schedule(DELAY_NANOS, this::writeIfChanged);
    }
  }

  /** Something is to be remembered before it counts: completes when it is. */
  CompletableFuture<Void> remember() {
    CompletableFuture<Void> remembered = new CompletableFuture<>();
    waiting.add(remembered);
    changed = true;
    writeIfChanged();
    return remembered;
  }

  /** Writes nothing any more, from what is under way on. */
  void close() {
    closed = true;
  }

  private void writeIfChanged() {
    if (!changed || writing || closed) {
      return;
    }
    changed = false;
    writing = true;
    List<CompletableFuture<Void>> served = waiting;
    waiting = new ArrayList<>();
    try {
      SavedState snapshot = state.get();
      agent
          .disk()
          .execute(
              () -> {
                @Nullable Throwable failure = write(snapshot);
                agent.execute(() -> written(served, failure));
              });
    } catch (RuntimeException | Error e) { // or nothing would ever be written again
      written(served, e);
    }
  }

  private @Nullable Throwable write(SavedState snapshot) {
    try {
      writer.write(snapshot);
      return null;
    } catch (Exception | Error e) {
      return e;
    }
  }

  private void written(List<CompletableFuture<Void>> served, @Nullable Throwable failure) {
    writing = false;
    if (failure == null) {
      failing = false;
      served.forEach(remembered -> remembered.complete(null));
    } else {
      if (!failing) {
        log.error("What this node does can't be remembered: " + Problems.of(failure).message());
      }
      failing = true;
      served.forEach(remembered -> remembered.completeExceptionally(failure));
      changed();
    }
    if (!waiting.isEmpty() || (failure == null && changed)) {
      writeIfChanged(); // its time may have come while this was written
    }
  }
}
