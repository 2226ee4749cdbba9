package dev.shoal.peer.internal.bulk;

import dev.shoal.peer.internal.link.PeerLink;
import dev.shoal.peer.internal.schedule.MemoryBudget;
import dev.shoal.protocol.Limits;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The part of a download of many files that goes in batches. Holds links, and the memory that is
 * guaranteed to it, only while a source may give something in a batch: the ordinary downloads that
 * are left may wait for just this memory. Belongs to one event loop.
 */
final class BatchPhase {
  private final EventLoop loop;
  private final MemoryBudget budget;
  private final BatchPlan plan;
  private final Function<MemoryBudget.Account, BatchTransfer> transfers;

  /** Links that came before there was memory. */
  private final List<PeerLink> early = new ArrayList<>();

  private @Nullable CompletableFuture<MemoryBudget.Account> opening;
  private MemoryBudget.@Nullable Account memory;
  private @Nullable BatchTransfer transfer;
  private boolean stopped;

  /**
   * Does nothing before there is a link.
   *
   * @param transfers makes one that uses an account
   */
  BatchPhase(
      EventLoop loop,
      MemoryBudget budget,
      BatchPlan plan,
      Function<MemoryBudget.Account, BatchTransfer> transfers) {
    this.loop = loop;
    this.budget = budget;
    this.plan = plan;
    this.transfers = transfers;
  }

  /** Uses one more link, which it lets go in the end. */
  void add(PeerLink link) {
    if (stopped) {
      link.letGo();
    } else if (transfer == null) {
      early.add(link);
    } else {
      transfer.add(link);
    }
  }

  /** Asks for as much as may be asked for. */
  void pump() {
    if (transfer != null) {
      transfer.pump();
    } else if (!plan.wantsSources()) {
      letEarlyGo();
    } else if (!early.isEmpty() && opening == null && !stopped) {
      CompletableFuture<MemoryBudget.Account> wanted = budget.open(Limits.MAX_BODY_BYTES);
      opening = wanted;
      wanted.whenComplete(
          (given, refused) -> {
            if (given != null) {
              loop.execute(() -> open(given));
            }
          });
    }
  }

  private void open(MemoryBudget.Account given) {
    if (stopped) {
      given.close();
      return;
    }
    opening = null;
    memory = given;
    BatchTransfer started = transfers.apply(given);
    transfer = started;
    early.forEach(started::add);
    early.clear();
  }

  /** Gives everything back if no source that there is gives anything more. */
  void restIfUseless() {
    if (transfer != null && transfer.isIdle() && plan.isUpToOthers()) {
      end();
    }
  }

  /** Whether there are links that could not be asked yet. */
  boolean isOpening() {
    return !early.isEmpty();
  }

  /** Whether nothing is being fetched or stored. */
  boolean isIdle() {
    return transfer == null || transfer.isIdle();
  }

  /** Lets go of all links, for good; what is being stored is. */
  void stop() {
    stopped = true;
    if (opening != null) {
      opening.cancel(false);
    }
    letEarlyGo();
    if (transfer != null) {
      transfer.stop();
    }
  }

  /** Gives back what is held; to be called when it is idle. */
  void end() {
    if (transfer != null) {
      transfer.stop();
      transfer = null;
    }
    if (memory != null) {
      memory.close();
      memory = null;
    }
  }

  private void letEarlyGo() {
    early.forEach(PeerLink::letGo);
    early.clear();
  }
}
