package dev.shoal.peer.internal.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.shoal.peer.internal.tracker.FakeConnection.Asked;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.RegistrationDigest;
import dev.shoal.protocol.wire.GoodbyeAck;
import dev.shoal.protocol.wire.HeartbeatAck;
import dev.shoal.protocol.wire.Lease;
import dev.shoal.protocol.wire.OpenLease;
import dev.shoal.protocol.wire.Register;
import dev.shoal.protocol.wire.Registered;
import dev.shoal.protocol.wire.Unregistered;
import dev.shoal.transport.Connection;
import dev.shoal.transport.ConnectionHandler;
import dev.shoal.transport.TransportException;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TrackerClientTest {
  private static final Announcement FILE =
      Announcement.complete(FileId.fromBytes(new byte[FileId.LENGTH]));
  private static final ByteString SECRET = ByteString.copyFromUtf8("0123456789abcdef");

  private final EventLoop loop = new DefaultEventLoop();
  private final BlockingQueue<FakeConnection> dialled = new LinkedBlockingQueue<>();
  private final TrackerClient client =
      new TrackerClient(
          loop,
          List.of(new KnownTracker("the tracker", this::dial)),
          SessionLogin.none(),
          1234,
          true);
  private final AtomicInteger refusals = new AtomicInteger();

  private CompletableFuture<Connection> dial(ConnectionHandler handler) {
    if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IllegalStateException("no dialling today");
    }
    FakeConnection connection = new FakeConnection(loop, handler);
    dialled.add(connection);
    return CompletableFuture.completedFuture(connection);
  }

  @AfterEach
  void endLoop() {
    loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  @Test
  void shouldResumeItsSessionWhenTheConnectionWasLost() throws Exception {
    FakeConnection first = registered();
    first.lose();
    FakeConnection second = connection();
    Asked again = second.take(FrameKind.OPEN_LEASE);
    OpenLease request = (OpenLease) again.header();
    assertThat(request.getSession()).isEqualTo(77);
    assertThat(request.getSecret()).isEqualTo(SECRET);
    assertThat(request.getDigest()).isEqualTo(RegistrationDigest.of(FILE.registration()));
    again.answer().complete(lease(true, 100));
    // Nothing is registered anew: what comes next is a sign of life.
    second.take(FrameKind.HEARTBEAT);
    assertThat(client.isConnected()).isTrue();
  }

  @Test
  void shouldRegisterAgainWhenItsSessionIsForgotten() throws Exception {
    registered().lose();
    FakeConnection second = connection();
    second.take(FrameKind.OPEN_LEASE).answer().complete(lease(false, 30_000));
    Register register = (Register) second.take(FrameKind.REGISTER).header();
    assertThat(register.getRegistrationsList()).containsExactly(FILE.registration());
  }

  @Test
  void shouldRegisterAgainWhenOutOfStep() throws Exception {
    FakeConnection connection = registered();
    Asked beat = connection.take(FrameKind.HEARTBEAT);
    beat.answer().complete(HeartbeatAck.newBuilder().setInStep(false).build());
    Register register = (Register) connection.take(FrameKind.REGISTER).header();
    assertThat(register.getReset()).isTrue();
  }

  @Test
  void shouldOpenANewLeaseWhenTheOldOneRanOut() throws Exception {
    FakeConnection first = registered();
    first
        .take(FrameKind.HEARTBEAT)
        .answer()
        .completeExceptionally(new TransportException.Remote(ErrorCode.NO_LEASE, "ran out"));
    connection().take(FrameKind.OPEN_LEASE);
    assertThat(first.isOpen()).isFalse();
  }

  @Test
  void shouldHangUpAndTryAgainWhenTheLeaseIsRefused() throws Exception {
    client.start();
    FakeConnection first = connection();
    CompletableFuture<Void> known = client.announce(FILE);
    first
        .take(FrameKind.OPEN_LEASE)
        .answer()
        .completeExceptionally(new TransportException.Remote(ErrorCode.BUSY, "too many"));
    assertThat(known).failsWithin(Duration.ofSeconds(20));
    FakeConnection second = connection();
    assertThat(first.isOpen()).isFalse();
    second.take(FrameKind.OPEN_LEASE).answer().complete(lease(false, 30_000));
    second.take(FrameKind.REGISTER);
  }

  @Test
  void shouldTryAgainWhenDiallingThrows() throws Exception {
    refusals.set(1);
    client.start();
    connection().take(FrameKind.OPEN_LEASE);
  }

  @Test
  void shouldTellTheTrackerWhenAFileIsWithdrawn() throws Exception {
    FakeConnection connection = registered();
    client.withdraw(FILE.fileId());
    Asked next = connection.take(FrameKind.UNREGISTER);
    next.answer().complete(Unregistered.getDefaultInstance());
  }

  @Test
  void shouldSayGoodbyeAndNothingMoreWhenClosed() throws Exception {
    FakeConnection connection = registered();
    CompletableFuture<Void> closed = client.close();
    Asked last = connection.take(FrameKind.GOODBYE);
    last.answer().complete(GoodbyeAck.getDefaultInstance());
    closed.get(20, TimeUnit.SECONDS);
    client.announce(FILE);
    loop.submit(() -> {}).get(20, TimeUnit.SECONDS);
    assertThat(connection.isQuiet()).isTrue();
    assertThat(client.isConnected()).isFalse();
  }

  /** A client whose one file the tracker knows, and that shows a sign of life soon. */
  private FakeConnection registered() throws Exception {
    client.start();
    CompletableFuture<Void> known = client.announce(FILE);
    FakeConnection connection = connection();
    connection.take(FrameKind.OPEN_LEASE).answer().complete(lease(false, 200));
    connection.take(FrameKind.REGISTER).answer().complete(Registered.getDefaultInstance());
    known.get(20, TimeUnit.SECONDS);
    return connection;
  }

  private FakeConnection connection() throws InterruptedException {
    return Objects.requireNonNull(dialled.poll(20, TimeUnit.SECONDS), "nobody dialled");
  }

  private static Lease lease(boolean resumed, int heartbeatMillis) {
    return Lease.newBuilder()
        .setSession(77)
        .setSecret(SECRET)
        .setResumed(resumed)
        .setHeartbeatMillis(heartbeatMillis)
        .setLeaseMillis(90_000)
        .build();
  }
}
