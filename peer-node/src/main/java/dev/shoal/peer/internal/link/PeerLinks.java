package dev.shoal.peer.internal.link;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.shoal.peer.internal.serve.ChunkServer;
import dev.shoal.peer.internal.serve.Holdings;
import dev.shoal.peer.internal.serve.Watchers;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.transport.Endpoint;
import dev.shoal.transport.TransportException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
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
  private final Map<InetSocketAddress, CompletableFuture<PeerLink>> byAddress =
      new ConcurrentHashMap<>();

  /**
   * @param from local address to dial from; null for any
   */
  public PeerLinks(
      Endpoint endpoint, @Nullable InetAddress from, Holdings holdings, Watchers watchers) {
    this.endpoint = endpoint;
    this.from = from;
    this.holdings = holdings;
    this.watchers = watchers;
  }

  /** A handler for a connection that another peer made. */
  public PeerLink accepted() {
    return new PeerLink(new ChunkServer(holdings, watchers), this, null);
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
    PeerLink link = new PeerLink(new ChunkServer(holdings, watchers), this, address);
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

  /** A connection is made: one that was accepted may serve this side's downloads as well. */
  void opened(PeerLink link) {
    if (!link.isDialled() && link.connection().remote().listenPort() != 0) {
      byAddress.putIfAbsent(link.address(), CompletableFuture.completedFuture(link));
    }
  }

  /** A link is not to be handed out any more. */
  void forget(PeerLink link) {
    if (link.isDialled() || link.connection().remote().listenPort() != 0) {
      byAddress.computeIfPresent(
          link.address(),
          (address, known) -> isDead(known) || known.getNow(null) == link ? null : known);
    }
  }

  private static boolean isDead(CompletableFuture<PeerLink> known) {
    return known.isCompletedExceptionally();
  }
}
