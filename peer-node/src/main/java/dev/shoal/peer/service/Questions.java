package dev.shoal.peer.service;

import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Has things done on the agent's thread, or where they may block, for those who wait for what comes
 * of it. Nobody waits in vain: what is not answered when the node ends fails then. Thread-safe.
 */
final class Questions {
  private final Agent agent;
  private final Set<CompletableFuture<?>> pending = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Questions(Agent agent) {
    this.agent = agent;
  }

  /** Has something done on the agent's thread. */
  <T extends @Nullable Object> CompletableFuture<T> ask(Callable<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    return underWay(answer, () -> agent.execute(() -> answer(question, answer)));
  }

  /** Has something begun on the agent's thread, for those who wait for what comes of it. */
  <T extends @Nullable Object> CompletableFuture<T> begin(Callable<CompletableFuture<T>> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    return underWay(answer, () -> agent.execute(() -> follow(question, answer)));
  }

  /** Has something done where it may block. */
  <T> CompletableFuture<T> onDisk(Callable<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    return underWay(answer, () -> agent.disk().execute(() -> answer(question, answer)));
  }

  /**
   * Has nothing done any more that is asked from now on.
   *
   * @return false if that was so already
   */
  synchronized boolean close() {
    boolean first = !closed;
    closed = true;
    return first;
  }

  /** What is not answered yet never will be. */
  void giveUp() {
    pending.forEach(future -> future.completeExceptionally(over()));
  }

  @SuppressWarnings("CollectionUndefinedEquality") // futures are told apart by identity
  private <T extends @Nullable Object> CompletableFuture<T> underWay(
      CompletableFuture<T> answer, Runnable begin) {
    pending.add(answer); // before the look at closed, so that none is missed when all are given up
    answer.whenComplete((done, failure) -> pending.remove(answer));
    if (closed) {
      answer.completeExceptionally(over());
      return answer;
    }
    try {
      begin.run();
    } catch (RejectedExecutionException e) { // closed at this moment
      answer.completeExceptionally(over());
    }
    return answer;
  }

  /** Completes an answer with what comes of its question. */
  static <T extends @Nullable Object> void answer(
      Callable<T> question, CompletableFuture<T> answer) {
    try {
      answer.complete(question.call());
    } catch (Exception | Error e) {
      answer.completeExceptionally(e);
    }
  }

  private static <T extends @Nullable Object> void follow(
      Callable<CompletableFuture<T>> question, CompletableFuture<T> answer) {
    try {
      question
          .call()
          .whenComplete(
              (done, failure) -> {
                if (failure == null) {
                  answer.complete(done);
                } else {
                  answer.completeExceptionally(failure);
                }
              });
    } catch (Exception | Error e) {
      answer.completeExceptionally(e);
    }
  }

  private static IllegalStateException over() {
    return new IllegalStateException("the node is closed");
  }
}
