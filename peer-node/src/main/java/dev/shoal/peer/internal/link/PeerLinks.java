package dev.shoal.peer.internal.link;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.shoal.peer.ConnectedPeer;
import dev.shoal.peer.TlsMode;
import dev.shoal.peer.internal.access.Admission;
import dev.shoal.peer.internal.outcome.Failure;
import dev.shoal.peer.internal.serve.ChunkServer;
import dev.shoal.peer.internal.serve.FileBatches;
import dev.shoal.peer.internal.serve.Holdings;
import dev.shoal.peer.internal.serve.Watchers;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.wire.Role;
import dev.shoal.transport.Endpoint;
import dev.shoal.transport.PeerVerifier;
import dev.shoal.transport.TransportException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The links of one node, one for each peer however many downloads use it: dialled when first
 * wanted, or the other side's when it was first. Thread-safe.
 *
 * <p>With one peer there may be two: a plain one for public files, and an encrypted one on which it
 * has proved who it is. The latter is never handed out in place of another peer's, and a plain one
 * never in its place.
 */
public final class PeerLinks {
  private final Endpoint endpoint;
  private final @Nullable InetAddress from;
  private final TlsMode tls;
  private final Holdings holdings;
  private final Watchers watchers;
  private final FileBatches batches;
  private final Admission admission;
  private final Map<LinkKey, CompletableFuture<PeerLink>> known = new ConcurrentHashMap<>();
  private final Map<FileId, Set<Consumer<PeerLink>>> wanted = new ConcurrentHashMap<>();

  /** All whose connection is made and not over. */
  private final Set<PeerLink> open = ConcurrentHashMap.newKeySet();

  /**
   * @param from local address to dial from; null for any
   * @param tls which connections are encrypted
   */
  public PeerLinks(
      Endpoint endpoint,
      @Nullable InetAddress from,
      TlsMode tls,
      Holdings holdings,
      Watchers watchers,
      FileBatches batches,
      Admission admission) {
    this.endpoint = endpoint;
    this.from = from;
    this.tls = tls;
    this.holdings = holdings;
    this.watchers = watchers;
    this.batches = batches;
    this.admission = admission;
  }

  private ChunkServer server() {
    return new ChunkServer(holdings, watchers, batches, admission, System::nanoTime);
  }

  /** A handler for a connection that another peer made. */
  public PeerLink accepted() {
    return new PeerLink(server(), this, null);
  }

  /**
   * The link with the peer that listens at an address, for public files: plain, unless all links
   * are to be encrypted or that peer insists.
   *
   * @return to be let go by the caller; fails with {@link
   *     dev.shoal.transport.TransportException.Unreachable}
   */
  public CompletableFuture<PeerLink> link(InetSocketAddress address) {
    return link(new LinkKey(address, null, false));
  }

  /** Whether a link may be encrypted that need not be. */
  public boolean canEncrypt() {
    return tls != TlsMode.OFF;
  }

  /**
   * An encrypted link with the peer that listens at an address, whoever that is, for public files:
   * nobody on the way can change what is sent over it.
   *
   * @return as {@link #link(InetSocketAddress)}
   */
  public CompletableFuture<PeerLink> encryptedLink(InetSocketAddress address) {
    return link(new LinkKey(address, null, true));
  }

  /**
   * The encrypted link with that very peer, who listens at an address.
   *
   * @return to be let go by the caller; fails with {@link
   *     dev.shoal.transport.TransportException.Unreachable}, or with {@link
   *     dev.shoal.transport.TransportException.Untrusted} if it is another peer that listens there
   */
  public CompletableFuture<PeerLink> link(InetSocketAddress address, PeerId expected) {
    return link(new LinkKey(address, expected, true));
  }

  private CompletableFuture<PeerLink> link(LinkKey key) {
    CompletableFuture<PeerLink> created = new CompletableFuture<>();
    CompletableFuture<PeerLink> before = known.putIfAbsent(key, created);
    if (before == null) {
      make(key, created);
      return created.thenCompose(link -> link.take() ? completedFuture(link) : lost());
    }
    return before.thenCompose(
        link -> {
          if (link.take()) {
            return completedFuture(link);
          }
          known.remove(key, before); // it is being closed
          return link(key);
        });
  }

  private static CompletableFuture<PeerLink> lost() {
    return CompletableFuture.failedFuture(
        new TransportException.Unreachable(ErrorCode.UNKNOWN, "the peer hung up at once", null));
  }

  private void make(LinkKey key, CompletableFuture<PeerLink> created) {
    dial(key)
        .whenComplete(
            (link, failure) -> {
              if (failure != null) {
                known.remove(key, created);
                created.completeExceptionally(Failure.cause(failure));
              } else {
                created.complete(link);
                if (link.isClosed()) {
                  known.remove(key, created); // lost before it was entered
                }
              }
            });
  }

  private CompletableFuture<PeerLink> dial(LinkKey key) {
    if (key.expected() != null) {
      return encrypted(key, PeerVerifier.expecting(key.expected()));
    }
    if (key.encrypted() || tls == TlsMode.REQUIRED) {
      return encrypted(key, PeerVerifier.anybody());
    }
    PeerLink link = new PeerLink(server(), this, key);
    CompletableFuture<PeerLink> plain =
        endpoint.dial(key.address(), from, link).thenApply(connection -> link);
    return tls == TlsMode.OFF
        ? plain
        : plain.exceptionallyCompose(
            failure ->
                insistsOnTls(failure)
                    ? encrypted(key, PeerVerifier.anybody())
                    : CompletableFuture.failedFuture(failure));
  }

  private CompletableFuture<PeerLink> encrypted(LinkKey key, PeerVerifier verifier) {
    PeerLink link = new PeerLink(server(), this, key);
    return endpoint.dial(key.address(), from, verifier, link).thenApply(connection -> link);
  }

  private static boolean insistsOnTls(Throwable failure) {
    return Failure.cause(failure) instanceof TransportException refused
        && refused.code() == ErrorCode.TLS_REQUIRED;
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

  /**
   * A connection is made: one that was accepted may serve this side's downloads as well. Under the
   * name of a peer only if it has proved to be that one.
   */
  void opened(PeerLink link) {
    if (link.connection().remote().role() == Role.ROLE_PEER) { // not a tracker that looks
      open.add(link);
    }
    if (!link.isDialled() && link.isDialable()) {
      keys(link).forEach(key -> known.putIfAbsent(key, CompletableFuture.completedFuture(link)));
    }
  }

  /** A connection is over. */
  void closed(PeerLink link) {
    open.remove(link);
    forget(link);
  }

  /** How many there are. */
  public int count() {
    return open.size();
  }

  /** All of them, as the node's user sees them, the oldest first. */
  public List<ConnectedPeer> connected() {
    return open.stream()
        .map(PeerLink::toConnectedPeer)
        .sorted(Comparator.comparing(ConnectedPeer::since))
        .toList();
  }

  /** A link is not to be handed out any more. */
  void forget(PeerLink link) {
    if (link.isDialable()) {
      keys(link).forEach(key -> forget(key, link));
    }
  }

  private void forget(LinkKey key, PeerLink link) {
    known.computeIfPresent(
        key,
        (same, entered) ->
            entered.isCompletedExceptionally() || entered.getNow(null) == link ? null : entered);
  }

  /** Under what a link is handed out; an encrypted one for public files only if all links are. */
  private List<LinkKey> keys(PeerLink link) {
    LinkKey dialled = link.dialled();
    if (dialled != null) {
      return List.of(dialled);
    }
    InetSocketAddress address = link.address();
    LinkKey asAnybody = new LinkKey(address, null, false);
    return link.authenticatedPeer()
        .map(peer -> new LinkKey(address, peer, true))
        .map(proven -> tls == TlsMode.REQUIRED ? List.of(proven, asAnybody) : List.of(proven))
        .orElseGet(() -> List.of(asAnybody));
  }

  /**
   * What a link is found by.
   *
   * @param address where the peer listens
   * @param expected who it is to prove to be; null: whoever it is
   * @param encrypted whether it is to be encrypted in any case
   */
  record LinkKey(InetSocketAddress address, @Nullable PeerId expected, boolean encrypted) {}
}
