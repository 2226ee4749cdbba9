package dev.shoal.tracker.internal.store;

import static dev.shoal.tracker.internal.store.SomeCommands.account;
import static dev.shoal.tracker.internal.store.SomeCommands.changeAccount;
import static dev.shoal.tracker.internal.store.SomeCommands.delete;
import static dev.shoal.tracker.internal.store.SomeCommands.endAccount;
import static dev.shoal.tracker.internal.store.SomeCommands.group;
import static dev.shoal.tracker.internal.store.SomeCommands.hash;
import static dev.shoal.tracker.internal.store.SomeCommands.join;
import static dev.shoal.tracker.internal.store.SomeCommands.login;
import static dev.shoal.tracker.internal.store.SomeCommands.publish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.tracker.internal.state.AccessChange.ChangeCase;
import dev.shoal.tracker.internal.state.ChangeAccount;
import dev.shoal.tracker.internal.state.Command;
import dev.shoal.tracker.internal.state.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdministrationRulesTest {
  private final InstantCommitter state = new InstantCommitter();

  @BeforeEach
  void createAccounts() {
    state.apply(account("Root", true));
    state.apply(account("Ann"));
    state.apply(account("Ben"));
  }

  @AfterEach
  void close() {
    state.close();
  }

  @Test
  void shouldRefuseWhoeverIsNoAdministrator() {
    assertRefused(endAccount("ann", "ben"), ErrorCode.DENIED, "only an administrator");
    assertRefused(endAccount("nobody", "ben"), ErrorCode.DENIED, "only an administrator");
  }

  @Test
  void shouldRefuseWhenThereIsNoSuchUserOrNoChange() {
    assertRefused(endAccount("root", "eve"), ErrorCode.NOT_FOUND, "there is no user");
    assertRefused(
        changeAccount("root", "ann", ChangeAccount.newBuilder()),
        ErrorCode.BAD_REQUEST,
        "changes nothing");
    assertRefused(
        changeAccount("root", "ann", ChangeAccount.newBuilder().setPasswordHash("")),
        ErrorCode.BAD_REQUEST,
        "needs a password's hash");
  }

  @Test
  void shouldEndLoginsWhenPasswordIsAnother() {
    state.apply(login("ann", 1));
    state.apply(login("ann", 2));

    Outcome outcome =
        state.apply(
            changeAccount("root", "ANN", ChangeAccount.newBuilder().setPasswordHash(hash("new"))));

    assertThat(outcome.getAccessChangesList())
        .extracting(change -> change.getChangeCase())
        .containsExactly(ChangeCase.ACCOUNT, ChangeCase.LOGIN_GONE, ChangeCase.LOGIN_GONE);
    assertThat(outcome.getAccessChanges(0).getAccount().getPasswordHash()).isEqualTo(hash("new"));
  }

  @Test
  void shouldTakeAllOfAnAccountAlongWhenItIsDeleted() {
    state.apply(login("ann", 1));
    state.apply(group("root", "friends", 1));
    state.apply(join("ann", "friends"));
    state.apply(publish("ann", "friends", 1, "song.ogg"));

    Outcome outcome = state.apply(endAccount("root", "ann"));

    assertThat(outcome.getAccessChangesList())
        .extracting(change -> change.getChangeCase())
        .containsExactly(
            ChangeCase.LOGIN_GONE,
            ChangeCase.ACCOUNT,
            ChangeCase.MEMBERSHIP_GONE,
            ChangeCase.GROUP,
            ChangeCase.SHARE_GONE,
            ChangeCase.FILE_GONE,
            ChangeCase.ACCOUNT_GONE);
    assertThat(state.apply(login("ann", 2)).getRefusal().getCode())
        .isEqualTo(ErrorCode.DENIED.number());
    assertThat(state.apply(account("Ann")).hasRefusal()).as("the name is free").isFalse();
  }

  @Test
  void shouldNotDeleteWhoeverOwnsGroups() {
    state.apply(group("ann", "friends", 1));
    assertRefused(endAccount("root", "ann"), ErrorCode.CONFLICT, "the user owns 1 group: delete");
    state.apply(group("ann", "others", 2));
    assertRefused(endAccount("root", "ann"), ErrorCode.CONFLICT, "the user owns 2 groups: delete");

    state.apply(delete("root", "friends"));
    state.apply(delete("root", "others"));

    assertThat(state.apply(endAccount("root", "ann")).hasRefusal()).isFalse();
  }

  @Test
  void shouldAlwaysLeaveAnAdministrator() {
    String last = "this is the last administrator";
    assertRefused(endAccount("root", "root"), ErrorCode.CONFLICT, last);
    assertRefused(administrator("root", "root", false), ErrorCode.CONFLICT, last);

    assertThat(state.apply(administrator("root", "ann", true)).hasRefusal()).isFalse();
    assertThat(state.apply(administrator("root", "ann", true)).getAccessChangesCount())
        .as("she is one already")
        .isZero();
    assertThat(state.apply(administrator("ann", "root", false)).hasRefusal()).isFalse();

    assertRefused(endAccount("root", "ben"), ErrorCode.DENIED, "only an administrator");
    assertRefused(administrator("ann", "ann", false), ErrorCode.CONFLICT, last);
    assertThat(state.apply(endAccount("ann", "root")).hasRefusal()).isFalse();
  }

  private static Command.Builder administrator(String user, String name, boolean administrator) {
    return changeAccount(user, name, ChangeAccount.newBuilder().setAdministrator(administrator));
  }

  private void assertRefused(Command.Builder command, ErrorCode code, String sentence) {
    Outcome outcome = state.apply(command);
    assertThat(ErrorCode.of(outcome.getRefusal().getCode())).isEqualTo(code);
    assertThat(outcome.getRefusal().getMessage()).contains(sentence);
    assertThat(outcome.getAccessChangesList()).isEmpty();
  }
}
