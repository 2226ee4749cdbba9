package dev.shoal.tracker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Heartbeat;
import dev.shoal.protocol.wire.Lease;
import dev.shoal.protocol.wire.OpenLease;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LeasesTest {
  private final SwarmIndex swarms = new SwarmIndex(new Random(1));
  private final SessionTable sessions = new SessionTable(Some.policy(), swarms, new Random(2));
  private final Leases leases = new Leases(sessions, Some.policy());
  private final FakeCaller caller = FakeCaller.from("10.0.0.7");

  @Test
  void shouldDescribeLeaseWhenSessionIsNew() throws ProtocolException {
    Leases.Opened opened = leases.open(caller, OpenLease.getDefaultInstance(), 0);

    Lease lease = leases.describe(opened);

    assertThat(lease.getSession()).isNotZero();
    assertThat(lease.getSecret().size()).isEqualTo(16);
    assertThat(lease.getResumed()).isFalse();
    assertThat(lease.getHeartbeatMillis()).isEqualTo(30_000);
    assertThat(lease.getLeaseMillis()).isEqualTo(90_000);
  }

  @Test
  void shouldResumeWithRegistrationsWhenDigestIsEqual() throws ProtocolException {
    Session session = lostSession();

    Leases.Opened opened = leases.open(caller, resumption(session, 5), 0);

    assertThat(opened).isEqualTo(new Leases.Opened(session, true));
    assertThat(swarms.size()).isEqualTo(1);
  }

  @Test
  void shouldDropRegistrationsWhenDigestDiffers() throws ProtocolException {
    Session session = lostSession();

    Leases.Opened opened = leases.open(caller, resumption(session, 6), 0);

    assertThat(opened).isEqualTo(new Leases.Opened(session, false));
    assertThat(swarms.size()).isZero();
    assertThat(session.registrations().size()).isZero();
    assertThat(session.registrations().digest()).isZero();
  }

  @Test
  void shouldOpenNewSessionWhenSecretIsWrong() throws ProtocolException {
    Session session = lostSession();
    OpenLease guessed =
        resumption(session, 5).toBuilder().setSecret(ByteString.copyFrom(new byte[16])).build();

    Leases.Opened opened = leases.open(caller, guessed, 0);

    assertThat(opened.session()).isNotSameAs(session);
    assertThat(opened.resumed()).isFalse();
    assertThat(swarms.size()).isZero();
  }

  @Test
  void shouldOpenNewSessionWhenItIsUnknown() throws ProtocolException {
    Session session = lostSession();
    sessions.end(session);

    Leases.Opened opened = leases.open(caller, resumption(session, 5), 0);

    assertThat(opened.session().id).isNotEqualTo(session.id);
    assertThat(opened.resumed()).isFalse();
  }

  @Test
  void shouldRefuseWhenSecretHasWrongLength() {
    OpenLease asked = OpenLease.newBuilder().setSession(1).build();

    assertThatThrownBy(() -> leases.open(caller, asked, 0))
        .hasMessage("a session's secret has 16 bytes, not 0");
  }

  @Test
  void shouldRefuseWhenPortIsOutOfRange() {
    OpenLease asked = OpenLease.newBuilder().setListenPort(-1).build();

    assertThatThrownBy(() -> leases.open(caller, asked, 0))
        .hasMessage("a port is from 0 to 65535, not 4294967295");
  }

  @Test
  void shouldCompareDigestsWhenHeartbeatArrives() throws ProtocolException {
    Session session = lostSession();

    assertThat(heartbeat(session, 5)).isTrue();
    assertThat(heartbeat(session, 6)).isFalse();
  }

  private boolean heartbeat(Session session, long digest) {
    return leases.heartbeat(session, Heartbeat.newBuilder().setDigest(digest).build()).getInStep();
  }

  private Session lostSession() throws ProtocolException {
    Session session = sessions.open(caller, Some.LISTENING, 0);
    session.registrations().put(new Source(session, Some.fileId(1), true, 5));
    sessions.lose(session, 0);
    return session;
  }

  private static OpenLease resumption(Session session, long digest) {
    return OpenLease.newBuilder()
        .setSession(session.id)
        .setSecret(ByteString.copyFrom(session.secret()))
        .setDigest(digest)
        .setListenPort(7071)
        .build();
  }
}
