package dev.shoal.tracker.internal.access;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.tracker.internal.state.Command;
import dev.shoal.tracker.internal.state.Outcome;
import dev.shoal.tracker.internal.store.CommandSink;
import dev.shoal.tracker.internal.store.Reply;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Leads changes of accounts and groups through the committer, and what came of them into the view:
 * after they are on disk, in slices, and before they are acknowledged.
 */
public final class AccessCommands {
  /** Changes followed in one go: so few that requests do not wait noticeably. */
  private static final int SLICE = 200;

  private final AccessView view;
  private final CommandSink committer;
  private final LongSupplier nowMillis;
  private final Executor loop;
  private final Deque<Arrival> arrivals = new ArrayDeque<>();
  private boolean working;

  /**
   * For that view.
   *
   * @param committer which calls its replies on the loop
   * @param nowMillis Unix time
   * @param loop runs what is left to do later, never at once
   */
  public AccessCommands(
      AccessView view, CommandSink committer, LongSupplier nowMillis, Executor loop) {
    this.view = view;
    this.committer = committer;
    this.nowMillis = nowMillis;
    this.loop = loop;
  }

  /** What came of a command, as far as the view does not show it yet. */
  private static final class Arrival {
    final Outcome outcome;
    final CompletableFuture<Outcome> answer;
    int shown;

    Arrival(Outcome outcome, CompletableFuture<Outcome> answer) {
      this.outcome = outcome;
      this.answer = answer;
    }
  }

  /**
   * Hands in a command, at the present time.
   *
   * @return completes on the loop when the view shows what came of it; fails with a {@link
   *     ProtocolException} if the command was refused as a whole, was not taken, or could not be
   *     put on disk. Refusals of its parts are in the outcome
   */
  public CompletableFuture<Outcome> submit(Command.Builder command) {
    CompletableFuture<Outcome> answer = new CompletableFuture<>();
    try {
      committer.submit(
          command.setNowMillis(nowMillis.getAsLong()).build(),
          new Reply() {
            @Override
            public void done(Outcome outcome) {
              arrivals.add(new Arrival(outcome, answer));
              if (!working) {
                work();
              }
            }

            @Override
            public void failed(ProtocolException reason) {
              answer.completeExceptionally(reason);
            }
          });
    } catch (ProtocolException e) {
      answer.completeExceptionally(e);
    }
    return answer;
  }

  private void work() {
    working = true;
    int left = SLICE;
    for (Arrival arrival = arrivals.peek();
        arrival != null && left > 0;
        arrival = arrivals.peek()) {
      int end = Math.min(arrival.outcome.getAccessChangesCount(), arrival.shown + left);
      left -= end - arrival.shown + 1;
      while (arrival.shown < end) {
        view.accept(arrival.outcome.getAccessChanges(arrival.shown++));
      }
      if (end == arrival.outcome.getAccessChangesCount()) {
        arrivals.remove();
        complete(arrival);
      }
    }
    working = !arrivals.isEmpty();
    if (working) {
      loop.execute(this::work);
    }
  }

  private static void complete(Arrival arrival) {
    if (arrival.outcome.hasRefusal()) {
      Outcome.Refusal refusal = arrival.outcome.getRefusal();
      arrival.answer.completeExceptionally(
          new ProtocolException(ErrorCode.of(refusal.getCode()), refusal.getMessage()));
    } else {
      arrival.answer.complete(arrival.outcome);
    }
  }
}
