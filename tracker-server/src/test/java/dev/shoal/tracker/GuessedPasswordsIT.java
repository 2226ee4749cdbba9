package dev.shoal.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.wire.ListGroups;
import dev.shoal.tracker.internal.access.login.LoginThrottle;
import dev.shoal.tracker.internal.access.login.Pace;
import dev.shoal.transport.Endpoint;
import dev.shoal.transport.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A thousand guesses at passwords, over real connections, while others work on. */
@Tag("any-jdk")
class GuessedPasswordsIT {
  private static final int CONNECTIONS = 20;
  private static final int GUESSES_EACH = 50;
  private static final int STRANGERS = 8;
  private static final int KNOWN = 5;
  private static final FileId FILE = FileId.fromBytes(new byte[FileId.LENGTH]);

  private final TestNodes nodes = new TestNodes();
  private final Endpoint annsNode = nodes.node();
  private final TrackerServer tracker;
  private final TestAccount ann;

  GuessedPasswordsIT() {
    TrackerServerBuilder settings =
        TrackerServer.builder().port(0).verifyPeers(false).mode(TrackerMode.USERS);
    settings.access(access -> access.passwordMemoryKib(8).passwordPasses(1));
    LoginThrottle.Limits limits =
        new LoginThrottle.Limits(
            anHourFor(STRANGERS),
            anHourFor(KNOWN),
            anHourFor(1000),
            anHourFor(1000),
            anHourFor(1000),
            anHourFor(10));
    settings.access(access -> access.throttle(limits));
    tracker = settings.start().join();
    ann = TestAccount.create(TestPeer.connectByTls(annsNode, tracker), "ann");
  }

  private static Pace anHourFor(int tries) {
    return new Pace(tries, Duration.ofHours(1).dividedBy(tries));
  }

  @AfterEach
  void stop() throws Exception {
    nodes.close();
    tracker.close();
  }

  @Test
  void shouldHashFewOfAThousandGuessesWhileOthersWorkOn() {
    TestPeer stranger = nodes.connectPlain(tracker);
    List<CompletableFuture<MessageLite>> guesses = new ArrayList<>();
    for (int connection = 0; connection < CONNECTIONS; connection++) {
      String user = connection % 2 == 0 ? "ann" : "unknown-" + connection;
      TestPeer guesser = nodes.connect(tracker);
      for (int i = 0; i < GUESSES_EACH; i++) {
        guesses.add(guesser.begin(FrameKind.LOGIN, TestAccount.login(user, "guess " + i)));
      }
      stranger.query(FILE);
      ann.peer.ask(FrameKind.LIST_GROUPS, ListGroups.getDefaultInstance());
    }
    TestAccount.login(TestPeer.connectByTls(annsNode, tracker), "ann");

    Set<ErrorCode> outcomes = EnumSet.noneOf(ErrorCode.class);
    guesses.forEach(guess -> outcomes.add(refusal(guess)));
    assertThat(outcomes)
        .as("a wrong password, too many tries, and the end of the connection for it")
        .isSubsetOf(ErrorCode.DENIED, ErrorCode.BUSY, ErrorCode.LIMIT_EXCEEDED);
    assertThat(tracker.passwordRuns().join())
        .as("account and first login among them")
        .isBetween(3L, (long) STRANGERS + KNOWN);
  }

  @Test
  void shouldHangUpOnWhoGoesOnGuessingAndServeTheNextConnection() {
    TestPeer guesser = nodes.connect(tracker);
    List<CompletableFuture<MessageLite>> guesses = new ArrayList<>();
    for (int i = 0; i < GUESSES_EACH; i++) {
      guesses.add(guesser.begin(FrameKind.LOGIN, TestAccount.login("ann", "guess " + i)));
    }

    guesser.awaitClosed();

    assertThat(guesses.stream().map(GuessedPasswordsIT::refusal))
        .contains(ErrorCode.LIMIT_EXCEEDED)
        .doesNotContain(ErrorCode.INTERNAL, ErrorCode.UNKNOWN);
    nodes.connect(tracker).query(FILE);
  }

  private static ErrorCode refusal(CompletableFuture<MessageLite> guess) {
    try {
      guess.join();
      throw new AssertionError("a guess was right");
    } catch (CompletionException e) {
      if (e.getCause() instanceof TransportException refused) {
        return refused.code();
      }
      throw e;
    }
  }
}
