package dev.shoal.peer.internal.access;

import com.google.protobuf.MessageLite;
import dev.shoal.peer.internal.outcome.Failure;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.wire.Present;
import dev.shoal.transport.Connection;
import dev.shoal.transport.TransportException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Shows this node's capabilities to the other side of one connection: each once, however many
 * downloads need it, and never over a plain one. Thread-safe.
 */
public final class Presenter {
  private final Connection connection;
  private final Map<GroupId, Shown> shown = new HashMap<>();

  private record Shown(Capabilities.Held held, CompletableFuture<Void> accepted) {}

  /**
   * @param connection with who is to see them
   */
  public Presenter(Connection connection) {
    this.connection = connection;
  }

  /** Whether the other side has proved who it is: nobody else is shown anything. */
  public boolean isPossible() {
    return connection.authenticatedPeer().isPresent();
  }

  /**
   * Sees to it that the other side knows a capability for a group that is good for a while; to be
   * called now and then while it is needed.
   *
   * @return fails with a {@link dev.shoal.peer.ShoalException} if the tracker gives none, with a
   *     {@link TransportException} if the other side does not accept it
   */
  public CompletableFuture<Void> show(Capabilities capabilities, GroupId group) {
    return capabilities.current(group).thenCompose(held -> show(group, held));
  }

  /** The same with a newer one than was shown last, since that is not accepted any more. */
  public CompletableFuture<Void> showNewer(Capabilities capabilities, GroupId group) {
    Capabilities.Held last = last(group);
    return last == null
        ? show(capabilities, group)
        : capabilities.newerThan(last, group).thenCompose(held -> show(group, held));
  }

  /** Names the capability that was shown last for a group; null if there is none. */
  public synchronized @Nullable Object lastShown(GroupId group) {
    return last(group);
  }

  private synchronized Capabilities.@Nullable Held last(GroupId group) {
    Shown known = shown.get(group);
    return known == null ? null : known.held();
  }

  private CompletableFuture<Void> show(GroupId group, Capabilities.Held held) {
    if (!isPossible()) {
      return CompletableFuture.failedFuture(
          new TransportException.Untrusted(
              "the other side of a plain connection is shown no capability", null));
    }
    CompletableFuture<Void> accepted = new CompletableFuture<>();
    synchronized (this) {
      Shown known = shown.get(group);
      if (known != null
          && known.held().bytes().equals(held.bytes())
          && !known.accepted().isCompletedExceptionally()) {
        return known.accepted();
      }
      shown.put(group, new Shown(held, accepted));
    }
    Present present = Present.newBuilder().setToken(held.bytes()).build();
    connection
        .request(FrameKind.PRESENT, present)
        .whenComplete((MessageLite answer, Throwable failure) -> settle(accepted, failure));
    return accepted;
  }

  private static void settle(CompletableFuture<Void> accepted, @Nullable Throwable failure) {
    if (failure == null) {
      accepted.complete(null);
    } else {
      accepted.completeExceptionally(Failure.cause(failure));
    }
  }
}
