package dev.shoal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtocolVersionTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "0, 1", "1, 9", "0, 2147483647"})
  void shouldSpeakTheNewestThatBothKnow(int theirMin, int theirMax) throws ProtocolException {
    assertThat(ProtocolVersion.negotiate(theirMin, theirMax)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"2, 9", "0, 0", "1, 0", "9, 1", "-1, -1", "2147483647, 2147483647"})
  void shouldRefuseWhenThereIsNone(int theirMin, int theirMax) {
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> ProtocolVersion.negotiate(theirMin, theirMax))
        .withMessage("this side speaks versions 1 to 1, the other %d to %d", theirMin, theirMax)
        .extracting(ProtocolException::code)
        .isEqualTo(ErrorCode.UNSUPPORTED_VERSION);
  }

  @Test
  void shouldBeginWithReadableMagic() {
    byte[] magic = ByteBuffer.allocate(4).putInt(ProtocolVersion.MAGIC).array();

    assertThat(new String(magic, StandardCharsets.US_ASCII)).isEqualTo("SHOL");
  }
}
