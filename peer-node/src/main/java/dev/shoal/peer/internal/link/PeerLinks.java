package dev.shoal.peer.internal.link;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.shoal.peer.internal.serve.ChunkServer;
import dev.shoal.peer.internal.serve.FileBatches;
import dev.shoal.peer.internal.serve.Holdings;
import dev.shoal.peer.internal.serve.Watchers;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.transport.Endpoint;
import dev.shoal.transport.TransportException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The links of one node, one for each peer however many downloads use it: dialled when first
 * wanted, or the other side's when it was first. Thread-safe.
 */
public final class PeerLinks {
  private final Endpoint endpoint;
  private final @Nullable InetAddress from;
  private final Holdings holdings;
  private final Watchers watchers;
  private final FileBatches batches;
  private final Map<InetSocketAddress, CompletableFuture<PeerLink>> byAddress =
      new ConcurrentHashMap<>();
  private final Map<FileId, Set<Consumer<PeerLink>>> wanted = new ConcurrentHashMap<>();

  /**
   * @param from local address to dial from; null for any
   */
  public PeerLinks(
      Endpoint endpoint,
      @Nullable InetAddress from,
      Holdings holdings,
      Watchers watchers,
      FileBatches batches) {
    this.endpoint = endpoint;
    this.from = from;
    this.holdings = holdings;
    this.watchers = watchers;
    this.batches = batches;
  }

  private ChunkServer server() {
    return new ChunkServer(holdings, watchers, batches, System::nanoTime);
  }

  /** A handler for a connection that another peer made. */
  public PeerLink accepted() {
    return new PeerLink(server(), this, null);
  }

  /**
   * The link with the peer that listens at an address.
   *
   * @return to be let go by the caller; fails with {@link
   *     dev.shoal.transport.TransportException.Unreachable}
   */
  public CompletableFuture<PeerLink> link(InetSocketAddress address) {
    CompletableFuture<PeerLink> created = new CompletableFuture<>();
    CompletableFuture<PeerLink> known = byAddress.putIfAbsent(address, created);
    if (known == null) {
      dial(address, created);
      return created.thenCompose(link -> link.take() ? completedFuture(link) : lost());
    }
    return known.thenCompose(
        link -> {
          if (link.take()) {
            return completedFuture(link);
          }
          byAddress.remove(address, known); // it is being closed
          return link(address);
        });
  }

  private static CompletableFuture<PeerLink> lost() {
    return CompletableFuture.failedFuture(
        new TransportException.Unreachable(ErrorCode.UNKNOWN, "the peer hung up at once", null));
  }

  private void dial(InetSocketAddress address, CompletableFuture<PeerLink> created) {
    PeerLink link = new PeerLink(server(), this, address);
    endpoint
        .dial(address, from, link)
        .whenComplete(
            (connection, failure) -> {
              if (failure != null) {
                byAddress.remove(address, created);
                created.completeExceptionally(failure);
              } else {
                created.complete(link);
                if (link.isClosed()) {
                  byAddress.remove(address, created); // lost before it was entered
                }
              }
            });
  }

  /**
   * Wants to hear of peers that fetch a file: what they have of it can be had over the very link
   * over which they ask, though they could not be reached, or had nothing to give, a moment ago.
   *
   * @param offers told of each such link, on its event loop and maybe again and again; a link is to
   *     be taken before it is used
   */
  public void want(FileId fileId, Consumer<PeerLink> offers) {
    wanted.compute(
        fileId,
        (id, before) -> {
          Set<Consumer<PeerLink>> set = before == null ? ConcurrentHashMap.newKeySet() : before;
          set.add(offers);
          return set;
        });
  }

  /** Wants no more of it. */
  public void unwant(FileId fileId, Consumer<PeerLink> offers) {
    wanted.computeIfPresent(
        fileId,
        (id, set) -> {
          set.remove(offers);
          return set.isEmpty() ? null : set;
        });
  }

  /** The other side of a link fetches a file. */
  void watched(FileId fileId, PeerLink link) {
    wanted.getOrDefault(fileId, Set.of()).forEach(offers -> offers.accept(link));
  }

  /** A connection is made: one that was accepted may serve this side's downloads as well. */
  void opened(PeerLink link) {
    if (!link.isDialled() && link.isDialable()) {
      byAddress.putIfAbsent(link.address(), CompletableFuture.completedFuture(link));
    }
  }

  /** A link is not to be handed out any more. */
  void forget(PeerLink link) {
    if (link.isDialable()) {
      byAddress.computeIfPresent(
          link.address(),
          (address, known) -> isDead(known) || known.getNow(null) == link ? null : known);
    }
  }

  private static boolean isDead(CompletableFuture<PeerLink> known) {
    return known.isCompletedExceptionally();
  }
}
