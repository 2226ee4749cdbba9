package dev.shoal.tracker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.ProtocolException;
import dev.shoal.tracker.internal.reach.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class VerifierTest {
  private final SessionTable sessions =
      new SessionTable(Some.policy(true), Some.swarms(), new Random(1));
  private final Verifier verifier = new Verifier(sessions, 1024);
  private final List<Target> targets = new ArrayList<>();
  private final List<BooleanSupplier> wanted = new ArrayList<>();
  private final List<Consumer<Boolean>> outcomes = new ArrayList<>();
  private final FakeCaller caller = FakeCaller.from("192.0.2.7");
  private boolean hasRoom = true;
  private int told;

  VerifierTest() {
    verifier.setCheck(
        (target, stillWanted, outcome) -> {
          targets.add(target);
          wanted.add(stillWanted);
          outcomes.add(outcome);
          return hasRoom;
        });
  }

  @Test
  void shouldCheckTheHostThatTheConnectionComesFrom() throws ProtocolException {
    Session session = open();
    assertThat(begin(session)).isTrue();
    assertThat(targets)
        .containsExactly(
            new Target(
                FakeCaller.host("192.0.2.7"),
                Some.LISTENING.port(),
                FakeCaller.host(FakeCaller.TRACKER),
                caller.peer(),
                false));
    assertThat(session.isDialable()).isFalse();

    outcomes.get(0).accept(true);
    assertThat(session.isDialable()).isTrue();
    assertThat(told).isEqualTo(1);
    assertThat(begin(session)).isFalse();
  }

  @Test
  void shouldCheckOnceWhateverComesOfIt() throws ProtocolException {
    Session session = open();
    begin(session);
    assertThat(begin(session)).as("while it is under way").isFalse();
    outcomes.get(0).accept(false);
    assertThat(begin(session)).as("when it has failed").isFalse();
    assertThat(session.isDialable()).isFalse();
    assertThat(targets).hasSize(1);
  }

  @Test
  void shouldTryAgainWhenThereWasNoRoom() throws ProtocolException {
    Session session = open();
    hasRoom = false;
    assertThat(begin(session)).isFalse();
    hasRoom = true;
    assertThat(begin(session)).isTrue();
  }

  @Test
  void shouldNotCheckAPeerThatDoesNotListen() throws ProtocolException {
    assertThat(begin(sessions.open(caller, new Listening(0, false), 0))).isFalse();
    assertThat(targets).isEmpty();
  }

  @Test
  void shouldNotCheckAPortOfOtherServices() throws ProtocolException {
    for (int port : new int[] {1, 22, 1023}) {
      Session session = sessions.open(caller, new Listening(port, false), 0);
      assertThat(begin(session)).isFalse();
      assertThat(session.isDialable()).isFalse();
    }
    assertThat(targets).isEmpty();
    assertThat(begin(sessions.open(caller, new Listening(1024, false), 0))).isTrue();
  }

  @Test
  void shouldLoseInterestWhenThePeerIsGoneOrElsewhere() throws ProtocolException {
    Session session = open();
    begin(session);
    assertThat(wanted.get(0).getAsBoolean()).isTrue();

    sessions.lose(session, 0);
    assertThat(wanted.get(0).getAsBoolean()).isFalse();
    sessions.resume(session, FakeCaller.from("192.0.2.7"), Some.LISTENING, 0);
    assertThat(wanted.get(0).getAsBoolean()).isTrue();
    sessions.resume(session, FakeCaller.from("192.0.2.8"), Some.LISTENING, 0);
    assertThat(wanted.get(0).getAsBoolean()).isFalse();
  }

  @Test
  void shouldPassOverAnOutcomeThatIsAboutAnotherPlace() throws ProtocolException {
    Session session = open();
    begin(session);
    FakeCaller elsewhere = FakeCaller.from("192.0.2.8");
    sessions.resume(session, elsewhere, Some.LISTENING, 0);
    outcomes.get(0).accept(true);
    assertThat(session.isDialable()).isFalse();
    assertThat(told).as("who waited is told all the same").isEqualTo(1);

    assertThat(verifier.begin(session, elsewhere, () -> {})).isTrue();
    outcomes.get(1).accept(true);
    assertThat(session.isDialable()).isTrue();
  }

  @Test
  void shouldTakeAnOutcomeThatComesWhileTheConnectionIsLost() throws ProtocolException {
    Session session = open();
    begin(session);
    sessions.lose(session, 0);
    outcomes.get(0).accept(true);
    sessions.resume(session, FakeCaller.from("192.0.2.7"), Some.LISTENING, 0);
    assertThat(session.isDialable()).isTrue();
  }

  @Test
  void shouldPassOverAnOutcomeWhenTheSessionIsOver() throws ProtocolException {
    Session session = open();
    begin(session);
    sessions.end(session);
    outcomes.get(0).accept(true);
    assertThat(session.isDialable()).isFalse();
  }

  private Session open() throws ProtocolException {
    return sessions.open(caller, Some.LISTENING, 0);
  }

  private boolean begin(Session session) {
    return verifier.begin(session, caller, () -> told++);
  }
}
