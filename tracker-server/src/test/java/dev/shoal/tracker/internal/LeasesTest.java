package dev.shoal.tracker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Heartbeat;
import dev.shoal.protocol.wire.Lease;
import dev.shoal.protocol.wire.OpenLease;
import dev.shoal.tracker.internal.swarm.SwarmIndex;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeasesTest {
  /** Of the only file that is registered. */
  private static final long DIGEST = 1L << Integer.SIZE;

  private final SwarmIndex swarms = Some.swarms();
  private final SessionTable sessions = new SessionTable(Some.policy(), swarms, new Random(2));
  private final Leases leases = new Leases(sessions, Some.policy(), new Warming(() -> 0, 0));
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
  void shouldSpreadRegistrationsOverWhatIsLeftOfAHeartbeatWhenTrackerHasRestarted()
      throws ProtocolException {
    AtomicLong now = new AtomicLong();
    Warming warming = new Warming(now::get, TimeUnit.SECONDS.toNanos(90));
    Leases restarted = new Leases(sessions, Some.policy(), warming);
    Leases.Opened opened = restarted.open(caller, OpenLease.getDefaultInstance(), 0);

    assertThat(restarted.describe(opened).getSpreadMillis()).isEqualTo(10_000);
    now.set(TimeUnit.SECONDS.toNanos(20));
    assertThat(restarted.describe(opened).getSpreadMillis()).isEqualTo(7_000);
    now.set(TimeUnit.SECONDS.toNanos(28));
    assertThat(restarted.describe(opened).getSpreadMillis()).isEqualTo(3_000);
    now.set(TimeUnit.SECONDS.toNanos(90));
    assertThat(restarted.describe(opened).getSpreadMillis()).isZero();
  }

  @Test
  void shouldResumeWithRegistrationsWhenDigestIsEqual() throws ProtocolException {
    Session session = lostSession();

    Leases.Opened opened = leases.open(caller, resumption(session, DIGEST), 0);

    assertThat(opened).isEqualTo(new Leases.Opened(session, true));
    assertThat(seeders()).isEqualTo(1);
  }

  @Test
  void shouldDropRegistrationsWhenDigestDiffers() throws ProtocolException {
    Session session = lostSession();

    Leases.Opened opened = leases.open(caller, resumption(session, 6), 0);

    assertThat(opened).isEqualTo(new Leases.Opened(session, false));
    assertThat(seeders()).isZero();
    assertThat(session.registrations.size()).isZero();
    assertThat(session.registrations.digest()).isZero();
  }

  @Test
  void shouldOpenNewSessionWhenSecretIsWrong() throws ProtocolException {
    Session session = lostSession();
    OpenLease guessed =
        resumption(session, DIGEST).toBuilder()
            .setSecret(ByteString.copyFrom(new byte[16]))
            .build();

    Leases.Opened opened = leases.open(caller, guessed, 0);

    assertThat(opened.session()).isNotSameAs(session);
    assertThat(opened.resumed()).isFalse();
    assertThat(seeders()).isZero();
  }

  @Test
  void shouldOpenNewSessionWhenItIsUnknown() throws ProtocolException {
    Session session = lostSession();
    sessions.end(session);

    Leases.Opened opened = leases.open(caller, resumption(session, DIGEST), 0);

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

    assertThat(heartbeat(session, DIGEST)).isTrue();
    assertThat(heartbeat(session, 6)).isFalse();
  }

  private boolean heartbeat(Session session, long digest) throws ProtocolException {
    return leases.isInStep(session, Some.encoded(Heartbeat.newBuilder().setDigest(digest).build()));
  }

  private int seeders() {
    Some.drain(swarms);
    return swarms.seederCount(Some.number(swarms, 1));
  }

  private Session lostSession() throws ProtocolException {
    Session session = sessions.open(caller, Some.LISTENING, 0);
    Some.complete(swarms, session, 1);
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
