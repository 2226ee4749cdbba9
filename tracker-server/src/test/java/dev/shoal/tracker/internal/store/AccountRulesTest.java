package dev.shoal.tracker.internal.store;

import static dev.shoal.tracker.internal.store.SomeCommands.NOW;
import static dev.shoal.tracker.internal.store.SomeCommands.account;
import static dev.shoal.tracker.internal.store.SomeCommands.at;
import static dev.shoal.tracker.internal.store.SomeCommands.hash;
import static dev.shoal.tracker.internal.store.SomeCommands.id;
import static dev.shoal.tracker.internal.store.SomeCommands.login;
import static dev.shoal.tracker.internal.store.SomeCommands.logout;
import static dev.shoal.tracker.internal.store.SomeCommands.logoutEverywhere;
import static dev.shoal.tracker.internal.store.SomeCommands.password;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.tracker.internal.state.AccessChange;
import dev.shoal.tracker.internal.state.Command;
import dev.shoal.tracker.internal.state.EndLogins;
import dev.shoal.tracker.internal.state.Outcome;
import dev.shoal.tracker.internal.state.StoredAccount;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccountRulesTest {
  private final InstantCommitter state =
      new InstantCommitter(new AccessLimits(3, 2, 10, 10, 10, 10, 10, 10, 100));

  @AfterEach
  void close() {
    state.close();
  }

  @Test
  void shouldKeepSpellingWhenAccountIsCreated() {
    Outcome outcome = state.apply(account("Ann"));

    assertThat(outcome.getAccessChangesList())
        .containsExactly(
            AccessChange.newBuilder()
                .setAccount(
                    StoredAccount.newBuilder()
                        .setName("Ann")
                        .setPasswordHash(hash("ann"))
                        .setCreatedMillis(NOW))
                .build());
    assertThat(outcome.hasRefusal()).isFalse();
  }

  @Test
  void shouldRefuseWhenNameIsTakenInAnySpelling() {
    state.apply(account("Ann"));

    assertRefused(account("aNN"), ErrorCode.CONFLICT, "there is a user of that name already");
  }

  @Test
  void shouldRefuseWhenNameIsNone() {
    assertRefused(account("a/b"), ErrorCode.BAD_REQUEST, "the name of a user has 1 to 32");
    assertRefused(account(""), ErrorCode.BAD_REQUEST, "the name of a user has 1 to 32");
  }

  @Test
  void shouldRefuseWhenThereAreEnoughAccounts() {
    List.of("a", "b", "c").forEach(name -> state.apply(account(name)));

    assertRefused(
        account("d"), ErrorCode.LIMIT_EXCEEDED, "there are as many accounts as the tracker keeps");
  }

  @Test
  void shouldMakeOneAdministratorWhenTwoAskForIt() {
    state.apply(account("user"));
    assertThat(state.apply(account("first", true)).hasRefusal()).isFalse();

    assertRefused(account("second", true), ErrorCode.CONFLICT, "there is an administrator already");
  }

  @Test
  void shouldEndOtherLoginsWhenPasswordChanges() {
    state.apply(account("ann"));
    state.apply(login("ann", 1));
    state.apply(login("ann", 2));

    Outcome outcome = state.apply(password("ann", "ann", "better", id(2)));

    assertThat(ended(outcome)).containsExactly(id(1));
    assertThat(outcome.getAccessChanges(0).getAccount().getPasswordHash())
        .isEqualTo(hash("better"));
  }

  @Test
  void shouldRefuseWhenPasswordWasChangedMeanwhile() {
    state.apply(account("ann"));
    state.apply(password("ann", "ann", "better", ByteString.EMPTY));

    assertRefused(
        password("ann", "ann", "worse", ByteString.EMPTY),
        ErrorCode.DENIED,
        "the name or the password is wrong");
    assertRefused(login("ann", 1), ErrorCode.DENIED, "the name or the password is wrong");
  }

  @Test
  void shouldRefuseLoginWhenThereIsNoAccount() {
    assertRefused(login("nobody", 1), ErrorCode.DENIED, "the name or the password is wrong");
  }

  @Test
  void shouldRefuseLoginWhenTokenIsNotItsOwn() {
    state.apply(account("ann"));
    state.apply(login("ann", 1));
    Command.Builder torn = login("ann", 2);
    torn.getBeginLoginBuilder().setTokenHash(ByteString.copyFromUtf8("short"));
    Command.Builder over = login("ann", 2);
    over.getBeginLoginBuilder().setExpiresMillis(NOW);

    for (Command.Builder command : List.of(login("ann", 1), torn, over)) {
      assertRefused(command, ErrorCode.BAD_REQUEST, "a login needs a token of its own");
    }
  }

  @Test
  void shouldEndOldestLoginsWhenThereAreTooMany() {
    state.apply(account("ann"));
    state.apply(login("ann", 3, NOW));
    state.apply(login("ann", 2, NOW + 1));

    assertThat(ended(state.apply(login("ann", 1, NOW + 2)))).containsExactly(id(3));
    assertThat(ended(state.apply(login("ann", 4, NOW + 3)))).containsExactly(id(2));
  }

  @Test
  void shouldDropLoginsThatAreOverWhenAnotherBegins() {
    state.apply(account("ann"));
    state.apply(account("ben"));
    state.apply(login("ann", 1));
    state.apply(login("ben", 2));

    assertThat(ended(state.apply(login("ann", 3, NOW + 3_600_000)))).containsExactly(id(1));
  }

  @Test
  void shouldEndTheOneBeforeWhenLoginComesInItsPlace() {
    state.apply(account("ann"));
    state.apply(login("ann", 1));
    Command.Builder next = login("ann", 2);
    next.getBeginLoginBuilder().setEndedTokenHash(id(1));

    assertThat(ended(state.apply(next))).containsExactly(id(1));
  }

  @Test
  void shouldEndWhatIsThereWhenLoggedOut() {
    state.apply(account("ann"));
    state.apply(account("ben"));
    state.apply(login("ann", 1));
    state.apply(login("ann", 2));
    state.apply(login("ben", 3));

    assertThat(ended(state.apply(logout("ben", 1)))).as("somebody else's").isEmpty();
    assertThat(ended(state.apply(logout("ann", 1)))).containsExactly(id(1));
    assertThat(ended(state.apply(logout("ann", 1)))).as("not there").isEmpty();
    assertThat(ended(state.apply(logoutEverywhere("ann")))).containsExactly(id(2));
  }

  @Test
  void shouldDropEverybodysLoginsThatAreOverWhenAskedTo() {
    state.apply(account("ann"));
    state.apply(account("ben"));
    state.apply(login("ann", 1, NOW));
    state.apply(login("ben", 2, NOW));
    state.apply(login("ben", 3, NOW + 10));

    Outcome outcome = state.apply(at(NOW + 3_600_005).setEndLogins(EndLogins.getDefaultInstance()));

    assertThat(ended(outcome)).containsExactly(id(1), id(2));
  }

  private static List<ByteString> ended(Outcome outcome) {
    List<ByteString> ended = new ArrayList<>();
    for (AccessChange change : outcome.getAccessChangesList()) {
      if (change.hasLoginGone()) {
        ended.add(change.getLoginGone().getTokenHash());
      }
    }
    return ended;
  }

  private void assertRefused(Command.Builder command, ErrorCode code, String sentence) {
    Outcome outcome = state.apply(command);
    assertThat(ErrorCode.of(outcome.getRefusal().getCode())).isEqualTo(code);
    assertThat(outcome.getRefusal().getMessage()).startsWith(sentence);
    assertThat(outcome.getAccessChangesList()).isEmpty();
  }
}
