package dev.shoal.peer.internal.link;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.peer.ConnectedPeer;
import dev.shoal.peer.internal.access.Audience;
import dev.shoal.peer.internal.access.Presenter;
import dev.shoal.peer.internal.link.PeerLinks.LinkKey;
import dev.shoal.peer.internal.serve.ChunkServer;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.PlainText;
import dev.shoal.protocol.wire.Gone;
import dev.shoal.protocol.wire.Have;
import dev.shoal.protocol.wire.Unwatch;
import dev.shoal.protocol.wire.Watch;
import dev.shoal.transport.Connection;
import dev.shoal.transport.ConnectionHandler;
import dev.shoal.transport.Request;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The connection with one peer, in both roles: serves the other side, and leads its news to the
 * downloads that use it. Lives as long as either side wants something: who was handed it by {@link
 * PeerLinks#link} says {@link #letGo()} once.
 */
public final class PeerLink implements ConnectionHandler {
  private final ChunkServer server;
  private final PeerLinks links;
  private final @Nullable LinkKey dialled;
  private final Map<FileId, Set<FileListener>> listeners = new ConcurrentHashMap<>();
  private final CompletableFuture<Connection> connection = new CompletableFuture<>();
  private final CompletableFuture<Presenter> presenter = connection.thenApply(Presenter::new);
  private final AtomicInteger batchUsers = new AtomicInteger();
  private volatile Instant since = Instant.EPOCH;
  private volatile boolean closed;
  private volatile boolean watched;

  /** Downloads that were handed this link and did not let go yet; negative once it is given up. */
  private int users;

  /** Whether somebody will look again whether it is used; two who do so do no harm. */
  private boolean waiting;

  /**
   * @param dialled what this side dialled; null if the other side did
   */
  PeerLink(ChunkServer server, PeerLinks links, @Nullable LinkKey dialled) {
    this.server = server;
    this.links = links;
    this.dialled = dialled;
  }

  /** The connection. */
  public Connection connection() {
    return connection.join(); // a link is handed out only when it is made
  }

  /** Shows the other side what this node may have. */
  public Presenter presenter() {
    return presenter.join();
  }

  /**
   * Whether the other side has shown that it may have a file for an audience's sake. On the link's
   * event loop.
   */
  public boolean belongs(Audience audience, FileId fileId) {
    return server.belongs(audience, fileId);
  }

  /** Who the other side has proved to be; empty if the connection is not encrypted. */
  public Optional<PeerId> authenticatedPeer() {
    return connection().authenticatedPeer();
  }

  /** What this side dialled; null if the other side did. */
  @Nullable LinkKey dialled() {
    return dialled;
  }

  /** Whether its address was dialled, and so is no mere claim of the other side. */
  public boolean isDialled() {
    return dialled != null;
  }

  /** Whether the other side wants something of this node. */
  public boolean isWatched() {
    return watched;
  }

  /** Whether the connection is over. */
  boolean isClosed() {
    return closed;
  }

  /** One more download uses it, and is to {@link #letGo()}; false if it is over, or about to be. */
  public synchronized boolean take() {
    if (closed || users < 0) {
      return false;
    }
    users++;
    return true;
  }

  /**
   * Where the other side accepts connections, as dialled or as it claims; if it accepts none, where
   * it has dialled from.
   */
  public InetSocketAddress address() {
    if (dialled != null) {
      return dialled.address();
    }
    Connection made = connection();
    return isDialable()
        ? new InetSocketAddress(made.remoteAddress().getAddress(), made.remote().listenPort())
        : made.remoteAddress();
  }

  /** Whether the other side accepts connections, as far as is known. */
  public boolean isDialable() {
    return dialled != null || connection().remote().listenPort() != 0;
  }

  /**
   * Uses the link for a file.
   *
   * @return false if it is lost already
   */
  public boolean attach(FileId fileId, FileListener listener) {
    listeners.compute(
        fileId,
        (id, before) -> {
          Set<FileListener> set = before == null ? ConcurrentHashMap.newKeySet() : before;
          set.add(listener);
          return set;
        });
    if (closed) {
      remove(fileId, listener);
      return false;
    }
    return true;
  }

  /** Whether several downloads fetch over it. */
  public boolean isShared() {
    return listeners.size() + batchUsers.get() > 1;
  }

  /** Uses the link for batches of small files. */
  public void attachBatches() {
    batchUsers.incrementAndGet();
  }

  /** Uses it no more for batches. */
  public void detachBatches() {
    batchUsers.decrementAndGet();
  }

  /** Uses it no more for a file. */
  public void detach(FileId fileId, FileListener listener) {
    remove(fileId, listener);
    // Decided where requests are sent from, so that no other download's Watch is undone.
    connection().eventLoop().execute(() -> unwatchIfUnused(fileId));
  }

  private void remove(FileId fileId, FileListener listener) {
    listeners.computeIfPresent(
        fileId,
        (id, set) -> {
          set.remove(listener);
          return set.isEmpty() ? null : set;
        });
  }

  private void unwatchIfUnused(FileId fileId) {
    if (!listeners.containsKey(fileId) && !closed) {
      ByteString id = ByteString.copyFrom(fileId.toBytes());
      connection().notify(FrameKind.UNWATCH, Unwatch.newBuilder().setFileId(id).build());
    }
  }

  /** A download that was handed it needs it no more; closed when nobody does. From any thread. */
  public void letGo() {
    synchronized (this) {
      users--;
    }
    connection().eventLoop().execute(this::closeIfUnused);
  }

  /** Is not handed out any more, as the other side may not be who it says. */
  public void distrust() {
    links.forget(this);
  }

  /** As the node's user sees it. */
  ConnectedPeer toConnectedPeer() {
    Connection made = connection();
    return new ConnectedPeer(
        address(),
        made.authenticatedPeer().orElseGet(() -> made.remote().peerId()),
        made.authenticatedPeer().isPresent(),
        isDialled(),
        PlainText.of(made.remote().agent()),
        since,
        made.sentBytes(),
        made.receivedBytes());
  }

  @Override
  public void onReady(Connection made) {
    since = Instant.now();
    connection.complete(made);
    links.opened(this);
  }

  @Override
  public void onRequest(Connection from, Request request) {
    server.onRequest(from, request);
    watched = server.isWatched();
    if (request.header() instanceof Watch watch && watch.getFileId().size() == FileId.LENGTH) {
      links.watched(FileId.fromBytes(watch.getFileId().toByteArray()), this);
    }
  }

  @Override
  public void onNotice(Connection from, FrameKind kind, MessageLite header) {
    if (header instanceof Have news) {
      listeners(news.getFileId()).forEach(listener -> listener.onHave(this, news));
    } else if (header instanceof Gone news) {
      listeners(news.getFileId()).forEach(listener -> listener.onGone(this, news));
    } else if (header instanceof Unwatch unwatch) {
      server.onUnwatch(from, unwatch);
      watched = server.isWatched();
      closeIfUnused();
    }
  }

  @Override
  public void onClosed(Connection from, @Nullable Throwable cause) {
    closed = true;
    server.onClosed(from);
    links.closed(this);
    listeners.values().forEach(set -> set.forEach(listener -> listener.onClosed(this, cause)));
    listeners.clear();
  }

  /** Who dialled hangs up, so that neither side cuts off the other's next request. */
  private void closeIfUnused() {
    if (dialled == null || closed || server.isWatched()) {
      return;
    }
    if (server.servesBatches()) {
      closeLater();
    } else if (giveUp()) {
      links.forget(this);
      connection().close();
    }
  }

  /** Nobody says that it needs no more batches: that shows in time. */
  private void closeLater() {
    if (!waiting) {
      waiting = true;
      connection()
          .eventLoop()
          .schedule(
              () -> {
                waiting = false;
                closeIfUnused();
              },
              ChunkServer.BATCH_PATIENCE_NANOS,
              TimeUnit.NANOSECONDS);
    }
  }

  /** Makes sure that nobody is handed the link while it is being closed. */
  private synchronized boolean giveUp() {
    if (users != 0) {
      return false;
    }
    users = -1;
    return true;
  }

  private Set<FileListener> listeners(ByteString fileId) {
    return fileId.size() == FileId.LENGTH
        ? listeners.getOrDefault(FileId.fromBytes(fileId.toByteArray()), Set.of())
        : Set.of();
  }
}
