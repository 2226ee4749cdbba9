package dev.shoal.transport.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Error;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EndingTest {
  private final Wire wire = new Wire();
  private final Ending ending = wire.ending;

  @Test
  void shouldSendNothingMoreWhenItIsDrained() {
    assertThat(ending.drain(Duration.ofSeconds(1))).isTrue();
    assertThat(ending.hasBegun()).isTrue();
    assertThat(ending.listens()).as("answers are still due").isTrue();
    assertThat(ending.drain(Duration.ofSeconds(1))).isFalse();

    ending.drained();
    assertThat(ending.listens()).isFalse();
    assertThat(wire.deafened).isEqualTo(1);
    assertThat(wire.sent()).isEmpty();
    assertThat(ending.reason()).isNull();
    ending.drained();
    assertThat(wire.deafened).isEqualTo(1);
  }

  @Test
  void shouldTellTheFirstReasonOnly() {
    ending.fail(new ProtocolException(ErrorCode.DENIED, "first"));
    ending.fail(new ProtocolException(ErrorCode.BUSY, "second"));
    assertThat(wire.sentError()).isEqualTo(ErrorCode.DENIED);
    assertThat(ending.exception()).hasMessage("first");
    assertThat(ending.reason()).hasMessage("first");
  }

  @Test
  void shouldCloseWithoutAWordWhenNothingMayBeSaid() {
    ending.mute();
    ending.fail(new ProtocolException(ErrorCode.DENIED, "not in plain text"));
    assertThat(wire.sent()).isEmpty();
    assertThat(wire.channel.isOpen()).isFalse();
    assertThat(ending.reason()).hasMessage("not in plain text");
  }

  @Test
  void shouldKeepABugToItself() {
    ending.fail(new IllegalStateException("secret"));
    assertThat(((Error) wire.sent().get(0).header()).getMessage()).isEqualTo("internal error");
    assertThat(ending.exception().code()).isEqualTo(ErrorCode.INTERNAL);
  }

  @Test
  void shouldFailWhileItDrains() {
    ending.drain(Duration.ofSeconds(1));
    ending.fail(new ProtocolException(ErrorCode.DENIED, "enough"));
    assertThat(wire.sentKinds()).containsExactly(FrameKind.ERROR);
    assertThat(ending.reason()).hasMessage("enough");
  }

  @Test
  void shouldCloseAtOnceWhenTheConnectionIsLost() {
    ending.fail(new IOException("Connection reset by peer"));
    assertThat(wire.channel.isOpen()).isFalse();
    assertThat(wire.sent()).isEmpty();
    assertThat(ending.exception()).hasMessage("the connection was lost: Connection reset by peer");
  }

  @Test
  void shouldNotTakeTheConsequenceOfACloseForItsReason() {
    ending.fail(new ClosedChannelException());
    assertThat(ending.reason()).isNull();
    assertThat(ending.hasBegun()).isFalse();
  }

  @Test
  void shouldGiveTheReasonOfTheOtherSide() {
    ending.told(Error.newBuilder().setCode(ErrorCode.BUSY.number()).setMessage("full\n").build());
    assertThat(wire.channel.isOpen()).isFalse();
    assertThat(ending.exception()).hasMessage("closed by the other side: full\uFFFD");
    assertThat(ending.exception().code()).isEqualTo(ErrorCode.BUSY);
  }

  @Test
  void shouldKeepAReasonThatIsFoundWhenTheSocketIsClosedAlready() {
    wire.channel.close();
    ending.fail(new IOException("file is shorter than promised"));
    assertThat(ending.reason())
        .hasMessage("the connection was lost: file is shorter than promised");
  }
}
