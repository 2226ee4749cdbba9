package dev.shoal.peer.internal.download;

import dev.shoal.peer.internal.schedule.MemoryBudget;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A download's part of the node's memory, from the wish to the return. Belongs to its loop. */
final class MemoryClaim {
  private final MemoryBudget budget;
  private final EventLoop loop;
  private @Nullable CompletableFuture<MemoryBudget.Account> wanted;
  private MemoryBudget.@Nullable Account account;
  private boolean withdrawn;

  MemoryClaim(MemoryBudget budget, EventLoop loop) {
    this.budget = budget;
    this.loop = loop;
  }

  /** Waits for room for so many bytes; once there is, the action runs, unless it is withdrawn. */
  void want(int bytes, Consumer<MemoryBudget.Account> action) {
    CompletableFuture<MemoryBudget.Account> opening = budget.open(bytes);
    wanted = opening;
    opening.whenComplete(
        (given, refused) -> {
          if (refused == null) {
            loop.execute(() -> granted(given, action));
          }
        });
  }

  private void granted(MemoryBudget.Account given, Consumer<MemoryBudget.Account> action) {
    if (withdrawn) {
      given.close();
    } else {
      account = given;
      action.accept(given);
    }
  }

  /** Waits no more. What was granted stays. */
  void withdraw() {
    withdrawn = true;
    if (wanted != null && account == null) {
      wanted.cancel(false);
    }
  }

  /** Gives everything back. */
  void close() {
    if (account != null) {
      account.close();
    }
  }
}
