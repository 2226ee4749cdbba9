package dev.shoal.peer.internal.tracker;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.PeerId;
import dev.shoal.transport.AnswerHandler;
import dev.shoal.transport.Connection;
import dev.shoal.transport.ConnectionHandler;
import dev.shoal.transport.Greeting;
import dev.shoal.transport.TransportException;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A connection to nowhere, whose requests a test takes and answers one by one. */
final class FakeConnection implements Connection {
  /** A request that waits for the test. */
  record Asked(FrameKind kind, MessageLite header, CompletableFuture<MessageLite> answer) {}

  private static final PeerId PROVED = PeerId.fromBytes(new byte[PeerId.LENGTH]);

  private final EventLoop loop;
  private final ConnectionHandler handler;
  private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
  private final Queue<CompletableFuture<MessageLite>> unanswered = new ConcurrentLinkedQueue<>();
  private final List<MessageLite> notices = new CopyOnWriteArrayList<>();
  private volatile boolean open = true;

  FakeConnection(EventLoop loop, ConnectionHandler handler) {
    this.loop = loop;
    this.handler = handler;
  }

  /** The next request, which must be of that kind. */
  Asked take(FrameKind kind) throws InterruptedException {
    Asked next = asked.poll(20, TimeUnit.SECONDS);
    if (next == null || next.kind() != kind) {
      throw new AssertionError("expected " + kind + ", but was asked " + next);
    }
    return next;
  }

  /** The next request that was made already, whatever it is, or null. */
  @Nullable Asked poll() {
    return asked.poll();
  }

  /** Whether nothing is asked. */
  boolean isQuiet() {
    return asked.isEmpty();
  }

  /** What the peer told unasked. */
  List<MessageLite> notices() {
    return notices;
  }

  /** The tracker tells something unasked. */
  void tell(FrameKind kind, MessageLite notice) {
    loop.execute(() -> handler.onNotice(this, kind, notice));
  }

  /** The network is cut. */
  void lose() {
    open = false;
    loop.execute(
        () -> {
          unanswered.forEach(
              answer ->
                  answer.completeExceptionally(
                      new TransportException.Closed(ErrorCode.UNKNOWN, "cut", null)));
          handler.onClosed(this, null);
        });
  }

  @Override
  public CompletableFuture<MessageLite> request(FrameKind kind, MessageLite header) {
    Asked request = new Asked(kind, header, new CompletableFuture<>());
    asked.add(request);
    unanswered.add(request.answer());
    return request.answer();
  }

  @Override
  public CompletableFuture<MessageLite> request(
      FrameKind kind, MessageLite header, Duration timeout) {
    return request(kind, header);
  }

  @Override
  public Cancellable request(
      FrameKind kind, MessageLite header, Duration timeout, AnswerHandler answers) {
    throw new AssertionError("a tracker is asked for no bodies");
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public boolean isWritable() {
    return true;
  }

  @Override
  public CompletableFuture<Void> close() {
    lose();
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public EventLoop eventLoop() {
    return loop;
  }

  @Override
  public void abort(ErrorCode code, String message) {
    lose();
  }

  @Override
  public void notify(FrameKind kind, MessageLite header) {
    notices.add(header);
  }

  @Override
  public Optional<PeerId> authenticatedPeer() {
    return Optional.of(PROVED);
  }

  @Override
  public Greeting remote() {
    throw new AssertionError("not asked for");
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return new InetSocketAddress(0);
  }

  @Override
  public InetSocketAddress localAddress() {
    return new InetSocketAddress(0);
  }

  @Override
  public long handshakeMillis() {
    return 0;
  }
}
