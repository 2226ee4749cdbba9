package dev.shoal.tracker.internal.access.group;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class InvitationCodeTest {
  @Test
  void shouldBeReadableWhenCodeIsMade() {
    assertThat(InvitationCode.random(new SecureRandom()))
        .matches("([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}");
  }

  @Test
  void shouldBeTheSameWhicheverWayItIsWritten() {
    ByteString hash = InvitationCode.hash("10AB-CDEF-GHJK-MNPQ");

    assertThat(hash.size()).isEqualTo(32);
    assertThat(InvitationCode.hash("loab cdef ghjk mnpq")).isEqualTo(hash);
    assertThat(InvitationCode.hash("iOabcdefghjkmnpq")).isEqualTo(hash);
    assertThat(InvitationCode.hash("10AB-CDEF-GHJK-MNPR")).isNotEqualTo(hash);
  }

  @Test
  void shouldBeNoHashWhenThereIsNoCode() {
    assertThat(InvitationCode.hash("")).isEmpty();
    assertThat(InvitationCode.hash("-")).as("of what is no code either").hasSize(32);
  }
}
