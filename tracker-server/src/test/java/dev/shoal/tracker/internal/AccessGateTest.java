package dev.shoal.tracker.internal;

import static dev.shoal.protocol.ErrorCode.LOGIN_REQUIRED;
import static dev.shoal.protocol.ErrorCode.TLS_REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.ProtocolException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AccessGateTest {
  private static final LoginRules OPEN = LoginRules.NONE;
  private static final LoginRules USERS = new LoginRules(true, false);
  private static final LoginRules CLOSED = new LoginRules(true, true);

  @Test
  void shouldLetAnybodyDoWhatIsPublicWhenOpen() {
    AccessGate gate = new AccessGate(OPEN, false);

    assertThat(refusal(gate, FrameKind.QUERY)).isNull();
    assertThat(refusal(gate, FrameKind.REGISTER)).isNull();
    assertThat(refusal(gate, FrameKind.PUBLISH)).isNull();
  }

  @Test
  void shouldLetAnybodyAskButNotShareWhenForUsers() {
    AccessGate gate = new AccessGate(USERS, true);
    assertThat(refusal(gate, FrameKind.QUERY)).isNull();
    assertThat(refusal(gate, FrameKind.SEARCH)).isNull();
    assertThat(refusal(gate, FrameKind.OPEN_LEASE)).isNull();
    assertThat(refusal(gate, FrameKind.REGISTER)).isEqualTo(LOGIN_REQUIRED);
    assertThat(refusal(gate, FrameKind.PUBLISH)).isEqualTo(LOGIN_REQUIRED);

    gate.setLoggedIn(true);
    assertThat(refusal(gate, FrameKind.REGISTER)).isNull();
    gate.setLoggedIn(false);
    assertThat(refusal(gate, FrameKind.REGISTER)).isEqualTo(LOGIN_REQUIRED);
  }

  @Test
  void shouldLetStrangersOnlyLogInWhenClosed() {
    AccessGate gate = new AccessGate(CLOSED, true);
    for (FrameKind kind : FrameKind.values()) {
      boolean leadsToALogin =
          kind == FrameKind.CREATE_USER
              || kind == FrameKind.LOGIN
              || kind == FrameKind.AUTHENTICATE;
      if (kind.place() == FrameKind.Place.REQUEST) {
        assertThat(refusal(gate, kind)).isEqualTo(leadsToALogin ? null : LOGIN_REQUIRED);
      }
    }

    gate.setLoggedIn(true);
    assertThat(refusal(gate, FrameKind.QUERY)).isNull();
    assertThat(refusal(gate, FrameKind.REQUEST_KEYS)).isNull();
  }

  @Test
  void shouldAnswerNothingAboutAccountsAndGroupsWithoutTls() {
    AccessGate gate = new AccessGate(OPEN, false);
    for (FrameKind kind : FrameKind.values()) {
      if (AccessGate.isAccess(kind)) {
        assertThat(refusal(gate, kind)).as(kind.name()).isEqualTo(TLS_REQUIRED);
      }
    }
    assertThat(refusal(new AccessGate(CLOSED, false), FrameKind.QUERY)).isEqualTo(TLS_REQUIRED);
  }

  @Test
  void shouldNeedALoginForGroupsInEveryMode() {
    AccessGate gate = new AccessGate(OPEN, true);
    assertThat(refusal(gate, FrameKind.QUERY_GROUP)).isEqualTo(LOGIN_REQUIRED);
    assertThat(refusal(gate, FrameKind.REQUEST_KEYS)).isNull();
    assertThat(refusal(gate, FrameKind.LOGIN)).isNull();

    gate.setLoggedIn(true);
    assertThat(refusal(gate, FrameKind.QUERY_GROUP)).isNull();
  }

  private static @Nullable ErrorCode refusal(AccessGate gate, FrameKind kind) {
    try {
      gate.check(kind);
      return null;
    } catch (ProtocolException e) {
      return e.code();
    }
  }
}
