package dev.shoal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import dev.shoal.protocol.FrameKind.Place;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FrameKindTest {
  @Test
  void shouldHaveUniqueNumbers() {
    assertThat(FrameKind.values()).extracting(FrameKind::number).doesNotHaveDuplicates();
  }

  @Test
  void shouldBeFoundByNumberAndByNoOther() {
    for (int number = 0; number <= 0xFFFF; number++) {
      int wanted = number;
      FrameKind expected =
          Arrays.stream(FrameKind.values())
              .filter(kind -> kind.number() == wanted)
              .findAny()
              .orElse(null);
      assertThat(FrameKind.of(number)).isSameAs(expected);
    }
    assertThat(FrameKind.of(-1)).isNull();
    assertThat(FrameKind.of(Integer.MIN_VALUE)).isNull();
    assertThat(FrameKind.of(Integer.MAX_VALUE)).isNull();
  }

  /**
   * The prefix begins with the header's length: under 2^24 its first byte is 0, and TLS's is not.
   */
  @ParameterizedTest
  @EnumSource
  void shouldHaveCapsThatKeepTheFirstByteZero(FrameKind kind) {
    assertThat(kind.maxHeader()).isPositive().isLessThanOrEqualTo(Limits.MAX_HEADER_BYTES);
    assertThat(Limits.MAX_HEADER_BYTES).isLessThan(1 << 24);
    assertThat(FramePrefix.TLS_FIRST_BYTE).isNotZero();
    assertThat(kind.maxBody()).isNotNegative().isLessThanOrEqualTo(Limits.MAX_BODY_BYTES);
    assertThat(kind.maxBody() > 0).as("bodies").isEqualTo(LargestMessages.mayHaveBody(kind));
  }

  @ParameterizedTest
  @EnumSource
  void shouldHaveRoomForItsLargestLegalMessage(FrameKind kind)
      throws InvalidProtocolBufferException {
    MessageLite largest = LargestMessages.of(kind);

    assertThat(largest.getSerializedSize()).isLessThanOrEqualTo(kind.maxHeader());
    assertThat(kind.accepts(largest)).isTrue();
    assertThat(kind.parser().parseFrom(largest.toByteString())).isEqualTo(largest);
  }

  /** What strangers may send before they log in is not let grow for nothing. */
  @ParameterizedTest
  @EnumSource
  void shouldHaveLittleMoreRoomThanThatWhereAccessIsAskedFor(FrameKind kind) {
    if (kind.number() >= FrameKind.CREATE_USER.number()) {
      int largest = LargestMessages.of(kind).getSerializedSize();

      assertThat(kind.maxHeader()).isLessThanOrEqualTo(Math.max(16, 3 * largest));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldAcceptItsOwnMessagesOnly(FrameKind kind) {
    for (FrameKind other : FrameKind.values()) {
      assertThat(kind.accepts(LargestMessages.of(other))).isEqualTo(kind == other);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldHaveAnAnswerExactlyWhenItIsARequest(FrameKind kind) {
    if (kind.place() == Place.REQUEST) {
      assertThat(kind.answer().place()).isEqualTo(Place.ANSWER);
      assertThat(kind.answer().number()).isEqualTo(kind.number() + 1);
    } else {
      assertThatIllegalStateException().isThrownBy(kind::answer);
    }
  }

  @Test
  void shouldAnswerSomethingWithEveryAnswerButErrors() {
    assertThat(Arrays.stream(FrameKind.values()).filter(kind -> kind.place() == Place.REQUEST))
        .extracting(FrameKind::answer)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(FrameKind.values())
                .filter(kind -> kind.place() == Place.ANSWER && kind != FrameKind.ERROR)
                .toList());
  }
}
