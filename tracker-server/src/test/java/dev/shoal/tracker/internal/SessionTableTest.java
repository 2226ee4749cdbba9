package dev.shoal.tracker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.tracker.internal.swarm.SourceSample;
import dev.shoal.tracker.internal.swarm.SwarmIndex;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class SessionTableTest {
  private static final int FILE = 1;
  private static final long LEASE = Some.LEASE.toNanos();
  private static final long RESUME = Some.RESUME.toNanos();

  private final SwarmIndex swarms = Some.swarms();
  private final SessionTable sessions = new SessionTable(Some.policy(), swarms, new Random(2));
  private final FakeCaller caller = FakeCaller.from("10.0.0.7");

  /** Close to where nanoseconds overflow, which must make no difference. */
  private long now = Long.MAX_VALUE - LEASE / 2;

  @Test
  void shouldEndSessionWhenLeaseRunsOut() throws ProtocolException {
    Session session = openWithFile();

    assertThat(expire(LEASE - 1)).isFalse();
    assertThat(sessions.size()).isEqualTo(1);

    expire(1);
    assertThat(sessions.size()).isZero();
    assertThat(session.isCarriedBy(caller)).isFalse();
    assertThat(sample()).isZero();
    Some.drain(swarms);
    assertThat(swarms.size()).isZero();
  }

  @Test
  void shouldKeepSessionWhenLeaseIsRenewed() throws ProtocolException {
    Session session = openWithFile();
    for (int i = 0; i < 10; i++) {
      expire(LEASE - 1);
      sessions.renew(session, now);
    }

    assertThat(seeders()).isEqualTo(1);
  }

  @Test
  void shouldHideSourcesWhenConnectionIsLost() throws ProtocolException {
    Session session = openWithFile();

    sessions.lose(session, now);

    assertThat(sample()).isZero();
    assertThat(seeders()).isZero();
    assertThat(session.registrations.size()).isEqualTo(1);
    assertThat(sessions.find(session.id, session.secret())).isSameAs(session);
  }

  @Test
  void shouldForgetLostSessionWhenNobodyResumesItInTime() throws ProtocolException {
    Session session = openWithFile();
    sessions.lose(session, now);

    expire(RESUME - 1);
    assertThat(sessions.find(session.id, session.secret())).isSameAs(session);

    expire(1);
    assertThat(sessions.find(session.id, session.secret())).isNull();
    assertThat(sessions.size()).isZero();
  }

  @Test
  void shouldShowSourcesAgainWhenLostSessionIsResumed() throws ProtocolException {
    Session session = openWithFile();
    sessions.lose(session, now);
    FakeCaller elsewhere = FakeCaller.from("10.0.0.9");

    sessions.resume(session, elsewhere, new Listening(9, true), now);

    assertThat(seeders()).isEqualTo(1);
    assertThat(session.isCarriedBy(elsewhere)).isTrue();
    assertThat(session.addresses()).isEqualTo(elsewhere.addresses());
    assertThat(session.listening()).isEqualTo(new Listening(9, true));
    expire(LEASE - 1);
    assertThat(sessions.size()).isEqualTo(1);
  }

  @Test
  void shouldDisplaceFormerConnectionWhenSessionIsTakenOver() throws ProtocolException {
    Session session = openWithFile();
    FakeCaller next = FakeCaller.from("10.0.0.7");

    sessions.resume(session, next, new Listening(0, false), now);

    assertThat(caller.displaced).isTrue();
    assertThat(session.isCarriedBy(caller)).isFalse();
    assertThat(session.isCarriedBy(next)).isTrue();
    assertThat(seeders()).isEqualTo(1);
    assertThat(sample()).as("can't be dialled any more").isZero();
  }

  @Test
  void shouldCountButNotGiveSourceUntilItsPeerWasReachedWhenPeersAreVerified()
      throws ProtocolException {
    SessionTable verified = new SessionTable(Some.policy(true), swarms, new Random(2));
    Session session = verified.open(caller, Some.LISTENING, now);
    Some.complete(swarms, session, FILE);
    assertThat(seeders()).isEqualTo(1);
    assertThat(sample()).isZero();

    verified.reached(session);
    Some.drain(swarms);
    assertThat(sample()).isEqualTo(1);

    verified.lose(session, now);
    verified.resume(session, FakeCaller.from("10.0.0.7"), Some.LISTENING, now);
    Some.drain(swarms);
    assertThat(sample()).as("where it was reached").isEqualTo(1);

    verified.resume(session, FakeCaller.from("10.0.0.8"), Some.LISTENING, now);
    assertThat(sample()).as("elsewhere").isZero();
    assertThat(seeders()).isEqualTo(1);
  }

  @Test
  void shouldForgetRegistrationsOnlyWhenReset() throws ProtocolException {
    Session session = openWithFile();

    sessions.reset(session);

    assertThat(sample()).isZero();
    assertThat(session.registrations.size()).isZero();
    assertThat(seeders()).isZero();
    Some.complete(swarms, session, FILE);
    assertThat(sample()).isEqualTo(1);
  }

  @Test
  void shouldFindNoSessionWhenSecretIsWrong() throws ProtocolException {
    Session session = openWithFile();

    assertThat(sessions.find(session.id, new byte[SessionTable.SECRET_LENGTH])).isNull();
    assertThat(sessions.find(session.id + 1, session.secret())).isNull();
  }

  @Test
  void shouldRefuseSessionWhenAddressHasItsFill() throws ProtocolException {
    Session first = openWithFile();
    for (int i = 1; i < Some.policy().quotas().sessionsPerAddress(); i++) {
      sessions.open(caller, Some.LISTENING, now);
    }

    assertThatThrownBy(() -> sessions.open(caller, Some.LISTENING, now))
        .hasMessage("your address has 10 sessions already, the most this tracker allows")
        .asInstanceOf(InstanceOfAssertFactories.type(ProtocolException.class))
        .extracting(ProtocolException::code)
        .isEqualTo(ErrorCode.LIMIT_EXCEEDED);

    sessions.open(FakeCaller.from("10.0.0.8"), Some.LISTENING, now);
    sessions.end(first);
    sessions.open(caller, Some.LISTENING, now);
  }

  @Test
  void shouldCountSessionForNewAddressWhenItIsResumedFromThere() throws ProtocolException {
    Session session = openWithFile();
    sessions.lose(session, now);
    sessions.resume(session, FakeCaller.from("10.0.0.8"), Some.LISTENING, now);

    for (int i = 0; i < Some.policy().quotas().sessionsPerAddress(); i++) {
      sessions.open(caller, Some.LISTENING, now);
    }

    assertThat(sessions.size()).isEqualTo(11);
  }

  @Test
  void shouldTakeBackResumedSessionWhenAddressIsFullOfItsOwn() throws ProtocolException {
    Session session = openWithFile();
    for (int i = 1; i < Some.policy().quotas().sessionsPerAddress(); i++) {
      sessions.open(caller, Some.LISTENING, now);
    }
    sessions.lose(session, now);

    sessions.resume(session, caller, Some.LISTENING, now);

    assertThat(seeders()).isEqualTo(1);
  }

  @Test
  void shouldSayThatMoreIsDueWhenSliceIsFull() throws ProtocolException {
    for (int i = 0; i < 10; i++) {
      sessions.open(caller, Some.LISTENING, now);
    }
    now += LEASE;

    assertThat(sessions.expire(now, 6)).isTrue();
    assertThat(sessions.size()).isEqualTo(4);
    assertThat(sessions.expire(now, 6)).isFalse();
    assertThat(sessions.size()).isZero();
  }

  private Session openWithFile() throws ProtocolException {
    Session session = sessions.open(caller, Some.LISTENING, now);
    Some.complete(swarms, session, FILE);
    return session;
  }

  private boolean expire(long later) {
    now += later;
    return sessions.expire(now, 100);
  }

  /** How many sources somebody is given. */
  private int sample() {
    SourceSample sample = new SourceSample();
    sample.begin(FakeCaller.from("10.0.0.99").addresses(), SourceSample.NOBODY, 9, false, false);
    swarms.sample(Some.number(swarms, FILE), sample);
    return sample.size();
  }

  private int seeders() {
    Some.drain(swarms);
    return swarms.seederCount(Some.number(swarms, FILE));
  }
}
