package dev.shoal.transport.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.wire.ChunkData;
import dev.shoal.transport.Body;
import dev.shoal.transport.RateLimit;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BodySenderTest {
  private static final int SLICE = 10;
  private static final long PATIENCE_MILLIS = 1000;

  private final Wire wire = new Wire();
  private final SendWindow window = new SendWindow(25);
  private final Deque<ChannelPromise> unsent = new ArrayDeque<>();
  private final List<OutboundFrame> written = new ArrayList<>();
  private final List<Integer> finished = new ArrayList<>();
  private int idle;
  private long now;
  private long records;
  private final SendTurns turns = new SendTurns();
  private final BodySender sender =
      new BodySender(wire.channel, window, SLICE, turns, wire.ending, () -> now, () -> idle++);

  /** A socket that takes nothing until it is told to. */
  @BeforeEach
  void hold() {
    wire.channel
        .pipeline()
        .addLast(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
                if (message instanceof OutboundFrame frame && frame.kind() != FrameKind.ERROR) {
                  written.add(frame);
                  frame.release();
                  unsent.add(promise);
                } else {
                  ctx.write(message, promise);
                }
              }
            });
  }

  @Test
  void shouldBeginALongBodyOnlyWhenItsTurnHasCome() {
    int length = SendTurns.SHORT_BYTES;
    BodySender patient =
        new BodySender(
            wire.channel, new SendWindow(length), length, turns, wire.ending, () -> now, () -> {});
    SendTurns.Turn first = turns.enter(length, () -> {});
    SendTurns.Turn second = turns.enter(length, () -> {});
    assertThat(first.nanosToWait(now) + second.nanosToWait(now)).isZero();
    patient.send(
        FrameKind.CHUNK_DATA,
        1,
        offset -> ChunkData.getDefaultInstance(),
        Body.of(Unpooled.buffer().writeZero(length)),
        () -> finished.add(1));
    assertThat(written).isEmpty();
    second.end(now);
    wire.channel.runPendingTasks();
    assertThat(written).hasSize(1);
    assertThat(finished).containsExactly(1);
    unsent.remove().setSuccess();
    SendTurns.Turn next = turns.enter(length, () -> {});
    assertThat(next.nanosToWait(now)).as("it gave its turn back").isZero();
  }

  private ByteBuf send(int id, int length) {
    return send(id, length, null);
  }

  private ByteBuf send(int id, int length, @Nullable RateLimit limit) {
    ByteBuf bytes = Unpooled.buffer().writeZero(length);
    sender.send(
        FrameKind.CHUNK_DATA,
        id,
        offset -> ChunkData.newBuilder().setOffset(offset).build(),
        limit == null ? Body.of(bytes) : Body.of(bytes).limitedBy(limit),
        () -> finished.add(id));
    return bytes;
  }

  /** Time passes, for the clock and for timers. */
  private void advance(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
    wire.channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    wire.channel.runScheduledPendingTasks();
  }

  private void socketTakesAll() {
    while (!unsent.isEmpty()) {
      unsent.remove().setSuccess();
    }
    wire.channel.runScheduledPendingTasks();
  }

  private void socketTakesOne() {
    unsent.remove().setSuccess();
    wire.channel.runScheduledPendingTasks();
  }

  private List<String> frames() {
    return written.stream()
        .map(
            frame ->
                frame.requestId()
                    + ":"
                    + ((ChunkData) frame.header()).getOffset()
                    + "+"
                    + frame.bodyLength()
                    + (frame.flags() == 1 ? "." : ""))
        .toList();
  }

  @Test
  void shouldSendNoMoreThanTheWindowHolds() {
    ByteBuf bytes = send(1, 42);
    assertThat(frames()).containsExactly("1:0+10", "1:10+10");
    assertThat(window.used()).isEqualTo(20);
    socketTakesOne();
    assertThat(frames()).containsExactly("1:0+10", "1:10+10", "1:20+10");
    socketTakesOne();
    socketTakesOne();
    assertThat(frames()).containsExactly("1:0+10", "1:10+10", "1:20+10", "1:30+10", "1:40+2.");
    assertThat(finished).containsExactly(1);
    assertThat(idle).isZero();
    socketTakesOne();
    socketTakesOne();
    assertThat(idle).isEqualTo(1);
    assertThat(sender.isIdle()).isTrue();
    assertThat(sender.bytesSent()).isEqualTo(42);
    assertThat(bytes.refCnt()).isZero();
  }

  @Test
  void shouldLetTheLoopLookAtItsSocketsBeforeItGoesOn() {
    send(1, 100);
    unsent.remove().setSuccess();
    unsent.remove().setSuccess();
    assertThat(written).hasSize(2);
    wire.channel.runScheduledPendingTasks();
    assertThat(written).hasSize(4);
  }

  @Test
  void shouldSendBodiesOneAfterAnother() {
    IntStream.rangeClosed(1, 3).forEach(id -> send(id, 12));
    while (!unsent.isEmpty()) {
      socketTakesOne();
    }
    assertThat(frames())
        .containsExactly("1:0+10", "1:10+2.", "2:0+10", "2:10+2.", "3:0+10", "3:10+2.");
    assertThat(finished).containsExactly(1, 2, 3);
  }

  @Test
  void shouldSendAnEmptyBodyAsOneFrame() {
    send(1, 0);
    assertThat(frames()).containsExactly("1:0+0.");
    assertThat(written.get(0).body()).isNull();
    assertThat(finished).containsExactly(1);
  }

  @Test
  void shouldTakeBackWhatIsNotWritten() {
    ByteBuf begun = send(1, 100);
    ByteBuf queued = send(2, 100);
    assertThat(sender.cancel(2)).isTrue();
    assertThat(queued.refCnt()).isZero();
    assertThat(sender.cancel(1)).isTrue();
    assertThat(sender.cancel(1)).isFalse();
    socketTakesOne();
    assertThat(begun.refCnt()).as("a slice is under way").isPositive();
    socketTakesOne();
    assertThat(begun.refCnt()).isZero();
    assertThat(frames()).containsExactly("1:0+10", "1:10+10");
    assertThat(sender.isIdle()).isTrue();
    assertThat(finished).isEmpty();
  }

  @Test
  void shouldKeepABodyUntilTheKernelHasTheLastOfIt() {
    List<Integer> released = new ArrayList<>();
    sendNoting(1, 20, released);
    sendNoting(2, 0, released);
    assertThat(finished).containsExactly(1, 2);
    socketTakesOne();
    assertThat(released).isEmpty();
    socketTakesOne();
    assertThat(released).containsExactly(1);
    socketTakesOne();
    assertThat(released).containsExactly(1, 2);
    sender.clear();
    assertThat(released).hasSize(2);
  }

  @Test
  void shouldReleaseABodyOnceWhenTheConnectionEndsHalfWay() {
    List<Integer> released = new ArrayList<>();
    sendNoting(1, 10, released);
    sendNoting(2, 30, released);
    sendNoting(3, 30, released);
    assertThat(frames()).containsExactly("1:0+10.", "2:0+10");
    sender.clear();
    assertThat(released).as("the others are under way").containsExactly(3);
    unsent.forEach(promise -> promise.setFailure(new IOException("gone")));
    sender.clear();
    assertThat(released).containsExactly(3, 1, 2);
  }

  @Test
  void shouldReleaseABodyOnceWhenItCannotBeWritten() {
    wire.channel
        .pipeline()
        .addLast(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
                ((OutboundFrame) message).release();
                promise.setFailure(new IOException("gone"));
              }
            });
    List<Integer> released = new ArrayList<>();
    sendNoting(1, 10, released);
    wire.channel.runPendingTasks();
    sender.clear();
    assertThat(released).containsExactly(1);
    assertThat(window.used()).isZero();
  }

  private void sendNoting(int id, int length, List<Integer> released) {
    sender.send(
        FrameKind.CHUNK_DATA,
        id,
        offset -> ChunkData.getDefaultInstance(),
        Body.of(Unpooled.buffer().writeZero(length), () -> released.add(id)),
        () -> finished.add(id));
  }

  @Test
  void shouldNotTakeBackWhatIsWritten() {
    send(1, 5);
    assertThat(sender.cancel(1)).isFalse();
  }

  @Test
  void shouldReleaseEverythingWhenTheConnectionIsOver() {
    List<ByteBuf> bodies = List.of(send(1, 100), send(2, 100));
    sender.clear();
    unsent.forEach(promise -> promise.setFailure(new IOException("gone")));
    assertThat(bodies).allMatch(body -> body.refCnt() == 0);
    assertThat(window.used()).isZero();
    assertThat(written).hasSize(2);
  }

  @Test
  void shouldEndTheConnectionWhenASliceCannotBeSent() {
    send(1, 100);
    unsent.remove().setFailure(new IOException("file is shorter than promised"));
    assertThat(wire.ending.exception())
        .hasMessage("the connection was lost: file is shorter than promised");
    assertThat(wire.channel.isOpen()).isFalse();
    sender.clear();
  }

  @Test
  void shouldEndTheConnectionWhenTheApplicationGivesNoHeader() {
    ByteBuf bytes = Unpooled.buffer().writeZero(100);
    sender.send(
        FrameKind.CHUNK_DATA,
        1,
        offset -> {
          throw new IllegalStateException("a bug");
        },
        Body.of(bytes),
        () -> {});
    assertThat(bytes.refCnt()).isZero();
    assertThat(window.used()).isZero();
    assertThat(wire.ending.hasBegun()).isTrue();
  }

  @Test
  void shouldWaitForMemoryThatOtherEncryptedConnectionsHave() {
    SendBudget memory = new SendBudget(30);
    encrypt(20, memory);
    Runnable other = () -> {};
    assertThat(memory.take(other, 15)).isTrue();
    send(1, 25);
    assertThat(frames()).containsExactly("1:0+10");
    assertThat(window.used()).isEqualTo(10);
    memory.giveBack(other, 15);
    wire.channel.runPendingTasks();
    assertThat(frames()).as("as far as the window goes").containsExactly("1:0+10", "1:10+10");
    assertThat(memory.used()).isEqualTo(20);
    socketTakesAll();
    socketTakesAll();
    assertThat(finished).containsExactly(1);
    assertThat(memory.used()).isZero();
  }

  @Test
  void shouldNotWaitForMemoryAnyMoreWhenThereIsNothingToSend() {
    SendBudget memory = new SendBudget(20);
    encrypt(20, memory);
    Runnable other = () -> {};
    assertThat(memory.take(other, 20)).isTrue();
    send(1, 10);
    assertThat(memory.isWanted()).isTrue();
    assertThat(sender.cancel(1)).isTrue();
    memory.giveBack(other, 20);
    wire.channel.runPendingTasks();
    assertThat(memory.isWanted()).isFalse();
    assertThat(written).isEmpty();
  }

  @Test
  void shouldKeepNoMemoryWhileItWaitsForARateLimit() {
    SendBudget memory = new SendBudget(20);
    encrypt(20, memory);
    send(1, 30, RateLimit.of(1024));
    socketTakesAll();
    assertThat(written).hasSize(1);
    assertThat(memory.used()).isZero();
    sender.clear();
  }

  @Test
  void shouldGiveUpAReaderWhoHoldsMemoryThatOthersWaitFor() {
    SendBudget memory = new SendBudget(20);
    encrypt(20, memory);
    send(1, 50);
    assertThat(memory.take(() -> {}, 1)).isFalse();
    advance(PATIENCE_MILLIS);
    assertThat(wire.ending.hasBegun()).as("others wait for less long than that").isFalse();
    advance(PATIENCE_MILLIS);
    assertTooSlow();
    end(memory);
  }

  @Test
  void shouldGiveUpAReaderWhoTakesALittleNowAndThenOfMemoryThatOthersWaitFor() {
    SendBudget memory = new SendBudget(20);
    encrypt(20, memory);
    send(1, 50);
    assertThat(memory.take(() -> {}, 1)).isFalse();
    advance(PATIENCE_MILLIS);
    records++;
    socketTakesOne();
    assertThat(memory.take(() -> {}, 11)).isFalse();
    advance(PATIENCE_MILLIS);
    assertTooSlow();
    end(memory);
  }

  @Test
  void shouldBearWithAReaderWhoTakesAllThatItHoldsInTime() {
    SendBudget memory = new SendBudget(20);
    encrypt(20, memory);
    send(1, 70);
    Runnable other = () -> {};
    for (int i = 0; i < 6; i++) {
      assertThat(memory.take(other, 20)).isFalse();
      advance(PATIENCE_MILLIS / 2);
      assertThat(wire.ending.hasBegun()).isFalse();
      memory.leave(other);
      socketTakesOne();
    }
    end(memory);
  }

  @Test
  void shouldBearWithAReaderWhoIsInNobodysWay() {
    SendBudget memory = new SendBudget(20);
    encrypt(20, memory);
    send(1, 50);
    advance(3 * PATIENCE_MILLIS);
    assertThat(wire.ending.hasBegun()).as("nobody waits").isFalse();
    Runnable other = () -> {};
    assertThat(memory.take(other, 1)).isFalse();
    advance(PATIENCE_MILLIS);
    memory.leave(other);
    advance(3 * PATIENCE_MILLIS);
    assertThat(wire.ending.hasBegun()).as("nobody waits any more").isFalse();
    end(memory);
    advance(3 * PATIENCE_MILLIS);
  }

  @Test
  void shouldPassItsTurnOnWhileItHasNoMemoryToBegin() {
    int length = SendTurns.SHORT_BYTES;
    SendBudget memory = new SendBudget(length);
    BodySender poor =
        new BodySender(
            wire.channel, new SendWindow(length), length, turns, wire.ending, () -> now, () -> {});
    poor.encrypted(() -> 0, length, memory, Duration.ofMillis(PATIENCE_MILLIS));
    SendTurns.Turn first = turns.enter(length, () -> {});
    SendTurns.Turn second = turns.enter(length, () -> {});
    assertThat(first.nanosToWait(now) + second.nanosToWait(now)).isZero();
    poor.send(
        FrameKind.CHUNK_DATA,
        1,
        offset -> ChunkData.getDefaultInstance(),
        Body.of(Unpooled.buffer().writeZero(length)),
        () -> finished.add(1));
    SendTurns.Turn third = turns.enter(length, () -> {});
    Runnable other = () -> {};
    assertThat(memory.take(other, 1)).isTrue();
    first.end(now);
    assertThat(third.nanosToWait(now)).as("the body was before it in the row").isPositive();
    wire.channel.runPendingTasks();
    assertThat(written).isEmpty();
    assertThat(third.nanosToWait(now)).as("the body can't begin").isZero();
    third.end(now);
    memory.giveBack(other, 1);
    wire.channel.runPendingTasks();
    assertThat(written).as("now it can, and there is a turn for it").hasSize(1);
    unsent.remove().setSuccess();
  }

  private void assertTooSlow() {
    assertThat(wire.ending.hasBegun()).isTrue();
    assertThat(wire.ending.exception())
        .hasMessage("the other side reads the bodies that it asked for too slowly");
  }

  /** The connection is over, and has no memory any more. */
  private void end(SendBudget memory) {
    sender.clear();
    unsent.forEach(promise -> promise.setFailure(new IOException("gone")));
    assertThat(memory.used()).isZero();
  }

  private void encrypt(int windowSize, SendBudget memory) {
    sender.encrypted(() -> records, windowSize, memory, Duration.ofMillis(PATIENCE_MILLIS));
  }

  @Test
  void shouldSendASliceAtATimeUnderALimit() {
    RateLimit limit = RateLimit.of(2000); // a slice in 5 ms
    send(1, 32, limit);
    socketTakesAll();
    assertThat(frames()).containsExactly("1:0+10");
    assertThat(window.used()).isZero();
    advance(4);
    assertThat(written).hasSize(1);
    advance(1);
    socketTakesAll();
    assertThat(frames()).containsExactly("1:0+10", "1:10+10");
    advance(5);
    advance(5);
    socketTakesAll();
    assertThat(frames()).containsExactly("1:0+10", "1:10+10", "1:20+10", "1:30+2.");
    assertThat(finished).containsExactly(1);
    assertThat(idle).isEqualTo(1);
  }

  @Test
  void shouldGoByTheNewRateWhenALimitChanges() {
    RateLimit limit = RateLimit.of(1024);
    send(1, 1000, limit);
    socketTakesAll();
    assertThat(written).hasSize(1);
    limit.set(0);
    advance(RateLimit.LONGEST_WAIT_NANOS / 1_000_000);
    assertThat(written).hasSize(3);
    socketTakesAll();
    assertThat(written).hasSize(5);
    limit.set(2000);
    socketTakesAll();
    int sent = written.size();
    assertThat(sent).isLessThanOrEqualTo(6);
    advance(5);
    socketTakesAll();
    assertThat(written).hasSize(sent + 1);
    sender.clear();
  }

  @Test
  void shouldSendWhatIsNotLimitedInTheMeantime() {
    RateLimit node = RateLimit.of(0);
    RateLimit slow = node.inner(1024);
    send(1, 20, slow);
    send(2, 20, slow);
    send(3, 5, node.inner(0));
    send(4, 5);
    socketTakesAll();
    assertThat(frames()).containsExactly("1:0+10", "3:0+5.", "4:0+5.");
    advance(10);
    socketTakesAll();
    assertThat(frames()).containsExactly("1:0+10", "3:0+5.", "4:0+5.", "1:10+10.");
    sender.clear();
  }

  /** Slices of unequal length are due to the ends of bodies. */
  @Test
  void shouldWaitForNoMoreThanWhatItSends() {
    RateLimit limit = RateLimit.of(2000);
    for (int id = 1; id <= 20; id++) {
      send(id, 14, limit);
    }
    for (int milli = 0; milli < 139; milli++) {
      socketTakesAll();
      advance(1);
    }
    socketTakesAll();
    assertThat(finished).hasSize(20);
    assertThat(sender.bytesSent()).isEqualTo(280);
  }

  @Test
  void shouldLetGoOfABodyThatWaits() {
    RateLimit limit = RateLimit.of(1024);
    ByteBuf first = send(1, 100, limit);
    ByteBuf second = send(2, 100, limit);
    socketTakesAll();
    assertThat(sender.cancel(1)).isTrue();
    assertThat(first.refCnt()).isZero();
    advance(10);
    socketTakesAll();
    assertThat(frames()).containsExactly("1:0+10", "2:0+10");
    sender.clear();
    assertThat(second.refCnt()).isZero();
    advance(1000);
    assertThat(written).hasSize(2);
  }
}
