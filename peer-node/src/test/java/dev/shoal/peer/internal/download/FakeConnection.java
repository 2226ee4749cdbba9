package dev.shoal.peer.internal.download;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.wire.Role;
import dev.shoal.transport.AnswerHandler;
import dev.shoal.transport.Connection;
import dev.shoal.transport.Greeting;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A connection to nowhere, whose requests a test takes and answers one by one. Of one thread. */
public final class FakeConnection implements Connection {
  /** A request that waits for the test. */
  public static final class Asked {
    private final FrameKind kind;
    public final MessageLite header;
    public final AnswerHandler answers;
    public boolean cancelled;

    private Asked(FrameKind kind, MessageLite header, AnswerHandler answers) {
      this.kind = kind;
      this.header = header;
      this.answers = answers;
    }
  }

  private final EventLoop loop;
  private final Queue<Asked> asked = new ArrayDeque<>();

  /** Who the other side has proved to be; null: nobody, as on a plain connection. */
  public @Nullable PeerId proven;

  /** What was told unasked. */
  public final List<FrameKind> notices = new ArrayList<>();

  public FakeConnection(EventLoop loop) {
    this.loop = loop;
  }

  /** The next request, which must be of that kind. */
  public Asked take(FrameKind kind) {
    Asked next = asked.remove();
    if (next.kind != kind) {
      throw new AssertionError("expected " + kind + ", but was asked " + next.kind);
    }
    return next;
  }

  @Override
  public Cancellable request(
      FrameKind kind, MessageLite header, Duration timeout, AnswerHandler answers) {
    Asked request = new Asked(kind, header, answers);
    asked.add(request);
    return () -> request.cancelled = true;
  }

  @Override
  public void notify(FrameKind kind, MessageLite header) {
    notices.add(kind);
  }

  @Override
  public EventLoop eventLoop() {
    return loop;
  }

  @Override
  public Optional<PeerId> authenticatedPeer() {
    return Optional.ofNullable(proven);
  }

  @Override
  public Greeting remote() {
    return Greeting.of(Role.ROLE_PEER, PeerId.fromBytes(new byte[PeerId.LENGTH]), "fake");
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 7071);
  }

  @Override
  public InetSocketAddress localAddress() {
    return InetSocketAddress.createUnresolved("here", 7071);
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isWritable() {
    return true;
  }

  @Override
  public long handshakeMillis() {
    return 0;
  }

  @Override
  public CompletableFuture<MessageLite> request(
      FrameKind kind, MessageLite header, Duration timeout) {
    throw new AssertionError("a source is asked for bodies alone");
  }

  @Override
  public CompletableFuture<MessageLite> request(FrameKind kind, MessageLite header) {
    throw new AssertionError("a source is asked for bodies alone");
  }

  @Override
  public CompletableFuture<Void> close() {
    throw new AssertionError("who dialled hangs up");
  }

  @Override
  public void abort(ErrorCode code, String message) {
    throw new AssertionError(message);
  }
}
