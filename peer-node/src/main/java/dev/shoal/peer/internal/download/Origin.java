package dev.shoal.peer.internal.download;

import dev.shoal.peer.ShoalException;
import dev.shoal.peer.internal.access.Audience;
import dev.shoal.peer.internal.link.PeerLink;
import dev.shoal.peer.internal.tracker.SwarmListener;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Where one download's sources come from, and how they are reached: the swarm of whoever shares the
 * file with everybody, or that of a group's members. Belongs to the download's event loop; futures
 * complete anywhere.
 */
interface Origin {
  /** Makes it ready; fails with a {@link ShoalException} if the file can't be had from there. */
  CompletableFuture<Void> prepare();

  /** For whom the file is held here, once it is ready. */
  Audience audience();

  /** Whether there is a tracker to ask. */
  boolean isAskable();

  /** Asks the tracker who has the file; fails with a transport exception. */
  CompletableFuture<Whereabouts> ask(boolean lacksLittle, boolean subscribe);

  /** Leads news of the swarm, which a question subscribes to, to a listener. */
  void follow(SwarmListener news);

  /** Does so no more. */
  void unfollow(SwarmListener news);

  /** A link over which the file may be asked for; to be let go by the caller. */
  CompletableFuture<PeerLink> link(InetSocketAddress address);

  /**
   * Whether a link of somebody who asked this node for the file may be used; on the link's loop.
   */
  boolean admits(PeerLink link);

  /** Makes the file be asked for over such a link. */
  CompletableFuture<Void> ready(PeerLink link);

  /**
   * Tries to make the file be asked for over a link again, over which it is refused; empty if that
   * makes no sense.
   */
  Optional<CompletableFuture<Void>> readyAgain(PeerLink link, Throwable refusal);

  /** Keeps a link that is in use as it must be; to be called about once a second. */
  void keepReady(PeerLink link);

  /**
   * A link that this side dialled brought what is not the file's. Whether others than the peer may
   * have put it there, so that the peer is dialled again in a way in which they can't.
   */
  boolean isDoubtful(PeerLink link);

  /** Whether an address is dialled in that way. */
  boolean isDoubted(InetSocketAddress address);

  /** Why the download can't go on from there at all, if so. */
  Optional<ShoalException> end();
}
