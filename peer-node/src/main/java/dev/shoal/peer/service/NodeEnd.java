package dev.shoal.peer.service;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a running node ends: what is under way is remembered after all else that was still written,
 * and only then the data directory is anybody's. What hangs is left behind.
 */
final class NodeEnd {
  private static final Logger log = LoggerFactory.getLogger(NodeEnd.class);

  private final Agent agent;
  private final BooleanSupplier threads;
  private final StateKeeper.Writer writer;
  private final Runnable keep;
  private final Runnable release;

  /**
   * @param threads ends the agent's; tells whether they have ended; blocks, for a while
   * @param writer remembers for good
   * @param keep leaves the data directory with this process
   * @param release lets others have it
   */
  NodeEnd(
      Agent agent,
      BooleanSupplier threads,
      StateKeeper.Writer writer,
      Runnable keep,
      Runnable release) {
    this.agent = agent;
    this.threads = threads;
    this.writer = writer;
    this.keep = keep;
    this.release = release;
  }

  /**
   * Ends it; blocks.
   *
   * @param parts ends the parts, on the agent's thread, and tells what is to be remembered; empty:
   *     what is remembered is not to be replaced
   * @param patience how long that may take
   */
  void run(Callable<Optional<SavedState>> parts, Duration patience) {
    CompletableFuture<Optional<SavedState>> last = new CompletableFuture<>();
    agent.execute(() -> Questions.answer(parts, last));
    boolean interrupted = Thread.interrupted(); // what is under way is written for all that
    Optional<SavedState> state = Optional.empty();
    try {
      state = last.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (ExecutionException | TimeoutException e) {
      log.warn("what this node does at last can't be remembered", e);
    }
    letGo(state);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void letGo(Optional<SavedState> state) {
    if (!threads.getAsBoolean()) { // what is still written would replace what another remembers
      keep.run();
      log.warn("the data directory stays this process's, as something is still written there");
      return;
    }
    try {
      if (state.isPresent()) {
        writer.write(state.get());
      }
    } catch (Exception e) {
      log.warn("what this node does at last could not be remembered", e);
    } finally {
      release.run();
    }
  }
}
