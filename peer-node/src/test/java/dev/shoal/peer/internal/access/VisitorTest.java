package dev.shoal.peer.internal.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.peer.internal.download.FakeConnection;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.wire.Present;
import dev.shoal.protocol.wire.Presented;
import dev.shoal.transport.Body;
import dev.shoal.transport.Request;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VisitorTest {
  private static final GroupId GROUP = FakeTracker.group(1);
  private static final Audience MEMBERS = Audience.ofGroup(GROUP);
  private static final PeerId PEER = FakeTracker.peer(9);

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final FakeConnection connection = new FakeConnection(channel.eventLoop());
  private final FakeTracker tracker = new FakeTracker().known();
  private int ends;
  private Visitor visitor;

  @BeforeEach
  void connect() {
    channel.freezeTime();
    connection.proven = PEER;
    visitor = new Visitor(tracker.admission(), connection, () -> ends++);
  }

  @AfterEach
  void close() {
    visitor.close();
    channel.finishAndReleaseAll();
  }

  @Test
  void shouldBeGrantedWhatItShowsForAsLongAsThatIsGood() {
    Shown shown = show(1);
    assertThat(shown.answer).isEqualTo(Presented.newBuilder().setRemainingMillis(300_000).build());
    assertThat(isPermitted()).isTrue();
    pass(300_001);
    assertThat(ends).isEqualTo(1);
    assertThat(isPermitted()).isFalse();
  }

  @Test
  void shouldGoOnWhenItShowsAnotherOneInTime() {
    show(1);
    pass(200_000);
    show(1);
    pass(200_000);
    assertThat(isPermitted()).isTrue();
    assertThat(ends).as("nothing has ended").isZero();
    pass(100_001);
    assertThat(isPermitted()).isFalse();
    assertThat(ends).isEqualTo(1);
  }

  @Test
  void shouldLoseItAtOnceWhenSomebodyLeft() {
    show(1);
    tracker.epochs.learned(GROUP, 2);
    channel.runPendingTasks();
    assertThat(ends).isEqualTo(1);
    assertThat(isPermitted()).isFalse();
    assertThat(show(1).refusal).isEqualTo(ErrorCode.DENIED);
    show(2);
    assertThat(isPermitted()).isTrue();
  }

  @Test
  void shouldBeGrantedNothingOnAPlainConnection() {
    connection.proven = null;
    assertThat(show(1).refusal).isEqualTo(ErrorCode.TLS_REQUIRED);
    assertThat(isPermitted()).isFalse();
  }

  @Test
  void shouldBePutOffWhenItShowsTooMany() {
    Shown last = show(1);
    for (int i = 0; i < Grants.MOST; i++) {
      last = show(1);
    }
    assertThat(last.refusal).isEqualTo(ErrorCode.BUSY);
  }

  @Test
  void shouldHearOfNothingAnyMoreWhenTheConnectionIsOver() {
    show(1);
    visitor.close();
    tracker.epochs.learned(GROUP, 2);
    pass(300_001);
    assertThat(ends).isZero();
  }

  private Shown show(long epoch) {
    Shown request = new Shown();
    ByteString token = tracker.signed(tracker.token(GROUP, PEER, epoch, null));
    visitor.present(request, Present.newBuilder().setToken(token).build());
    channel.runPendingTasks();
    return request;
  }

  private void pass(long millis) {
    tracker.pass(millis);
    channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
  }

  private boolean isPermitted() {
    return visitor.grants().permits(MEMBERS, FakeTracker.file(1));
  }

  /** A request, and what came of it. */
  private static final class Shown implements Request {
    private @Nullable MessageLite answer;
    private @Nullable ErrorCode refusal;

    @Override
    public FrameKind kind() {
      return FrameKind.PRESENT;
    }

    @Override
    public MessageLite header() {
      throw new AssertionError("is given besides");
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public void answer(MessageLite header) {
      answer = header;
    }

    @Override
    public void answer(IntFunction<? extends MessageLite> headers, Body body) {
      throw new AssertionError("there is no body");
    }

    @Override
    public void fail(ErrorCode code, String message) {
      refusal = code;
    }
  }
}
