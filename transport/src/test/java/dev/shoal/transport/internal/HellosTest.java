package dev.shoal.transport.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Hello;
import dev.shoal.protocol.wire.Role;
import dev.shoal.transport.Greeting;
import org.junit.jupiter.api.Test;

class HellosTest {
  private static final Greeting GREETING =
      new Greeting(Role.ROLE_TRACKER, PeerId.fromBytes(new byte[32]), 7070, 5, "shoal/1 \u2713");
  private static final long OTHER = 1;
  private static final long OWN = 2;

  private final Hello.Builder hello = Hellos.write(GREETING, OTHER).toBuilder();

  private Greeting read() throws ProtocolException {
    return Hellos.read(hello.build(), OWN);
  }

  private void assertRefused(ErrorCode code) {
    assertThatThrownBy(this::read)
        .isInstanceOfSatisfying(ProtocolException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void shouldReadWhatWasWritten() throws ProtocolException {
    assertThat(read()).isEqualTo(GREETING);
  }

  @Test
  void shouldNoticeItself() {
    hello.setInstance(OWN);
    assertRefused(ErrorCode.SELF_CONNECTION);
  }

  @Test
  void shouldRefuseAnotherMagicNumber() {
    hello.setMagic(0x53484F4D);
    assertRefused(ErrorCode.PROTOCOL_VIOLATION);
  }

  @Test
  void shouldRefuseVersionsThatDoNotOverlap() {
    hello.setMinVersion(2).setMaxVersion(3);
    assertRefused(ErrorCode.UNSUPPORTED_VERSION);
    hello.setMinVersion(0).setMaxVersion(0);
    assertRefused(ErrorCode.UNSUPPORTED_VERSION);
    hello.setMinVersion(5).setMaxVersion(1);
    assertRefused(ErrorCode.UNSUPPORTED_VERSION);
  }

  @Test
  void shouldAcceptVersionsThatOverlap() throws ProtocolException {
    hello.setMinVersion(1).setMaxVersion(99);
    assertThat(read()).isEqualTo(GREETING);
  }

  @Test
  void shouldRefuseAMissingOrUnknownRole() {
    hello.clearRole();
    assertRefused(ErrorCode.BAD_REQUEST);
    hello.setRoleValue(77);
    assertRefused(ErrorCode.BAD_REQUEST);
  }

  @Test
  void shouldRefuseAPeerIdOfAnotherLength() {
    for (int length : new int[] {0, 31, 33}) {
      hello.setPeerId(ByteString.copyFrom(new byte[length]));
      assertRefused(ErrorCode.BAD_REQUEST);
    }
  }

  @Test
  void shouldRefuseAPortOutOfRange() {
    hello.setListenPort(65536);
    assertRefused(ErrorCode.BAD_REQUEST);
    hello.setListenPort(-1);
    assertRefused(ErrorCode.BAD_REQUEST);
  }

  @Test
  void shouldRefuseAnAgentTextThatIsTooLong() {
    hello.setAgent("x".repeat(129));
    assertRefused(ErrorCode.BAD_REQUEST);
  }

  @Test
  void shouldMakeTheAgentTextSafeToShow() throws ProtocolException {
    hello.setAgent("evil\u001b[2J\u202e");
    assertThat(read().agent()).isEqualTo("evil\uFFFD[2J\uFFFD");
  }

  @Test
  void shouldIgnoreUnknownCapabilities() throws ProtocolException {
    hello.setCapabilities(-1);
    assertThat(read().capabilities()).isEqualTo(-1);
  }
}
