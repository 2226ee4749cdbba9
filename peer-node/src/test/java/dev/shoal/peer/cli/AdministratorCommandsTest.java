package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.ConflictException;
import dev.shoal.peer.DeniedException;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.UserInfo;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdministratorCommandsTest {
  private final FakeNode node = new FakeNode();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "user promote bob|promote bob|promoted user bob|{\"state\":\"promoted\",\"user\":\"bob\"}",
        "user demote bob|demote bob|demoted user bob|{\"state\":\"demoted\",\"user\":\"bob\"}",
        "user delete bob --yes|delete user bob|deleted user bob"
            + "|{\"state\":\"deleted\",\"user\":\"bob\"}",
        "keys rotate|rotate keys|rotated keys, the new one is 4000000000"
            + "|{\"state\":\"rotated\",\"key\":4000000000}"
      })
  void shouldDoWhatItIsToldAndSaySo(String command, String asked, String said, String json) {
    Cli done = Cli.inSession(node, "", command.split(" ", -1));
    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.out()).isEqualTo(said + "\n");
    assertThat(node.asked).containsExactly(asked);

    Cli again = Cli.inSession(node, "", (command + " --json").split(" ", -1));
    assertThat(again.out()).isEqualTo(json + "\n");
  }

  @Test
  void shouldListAccounts() {
    node.users =
        List.of(
            new UserInfo("alice", true, Instant.parse("2026-11-22T05:00:00.123Z"), 2),
            new UserInfo("\u001b[31mbob", false, Instant.EPOCH, 0));

    Cli list = Cli.inSession(node, "", "user", "list");

    assertThat(list.out().lines().map(line -> line.split(" +", -1)))
        .containsExactly(
            new String[] {"USER", "ROLE", "GROUPS", "CREATED"},
            new String[] {"alice", "administrator", "2", "2026-11-22T05:00:00Z"},
            new String[] {"\ufffd[31mbob", "user", "0", "1970-01-01T00:00:00Z"});
    assertThat(Cli.inSession(node, "", "user", "list", "--json").json().get(0))
        .hasToString(
            "{\"user\":\"alice\",\"administrator\":true,\"created\":\"2026-11-22T05:00:00.123Z\","
                + "\"ownedGroups\":2}");
  }

  @Test
  void shouldDeleteAnAccountOnlyWhenItIsMeant() {
    assertThat(Cli.inSession(node, "no\n", "user", "delete", "bob").exitCode())
        .isEqualTo(ExitCodes.FAILED);
    assertThat(Cli.inSession(node, "", "user", "delete", "bob").exitCode())
        .isEqualTo(ExitCodes.USAGE);
    assertThat(node.asked).isEmpty();

    assertThat(Cli.inSession(node, "yes\n", "user", "delete", "bob").exitCode()).isZero();
    assertThat(node.asked).containsExactly("delete user bob");
  }

  @Test
  void shouldAskTwiceForThePasswordThatIsGivenToSomebody() {
    Cli reset = Cli.inSession(node, "secret\nsecret\n", "user", "reset-password", "bob");

    assertThat(reset.exitCode()).as(reset.err()).isZero();
    assertThat(reset.out()).isEqualTo("reset the password of user bob\n");
    assertThat(node.asked).containsExactly("reset password bob secret");
    assertThat(Cli.inSession(node, "one\ntwo\n", "user", "reset-password", "bob").exitCode())
        .isEqualTo(ExitCodes.USAGE);
    assertThat(
            Cli.inSession(
                    node, "s\n", "user", "reset-password", "bob", "--password-file", "-", "--json")
                .out())
        .isEqualTo("{\"state\":\"passwordReset\",\"user\":\"bob\"}\n");
  }

  @Test
  void shouldEndWithTheCodeOfWhatIsWrong() {
    node.failure = new DeniedException("only an administrator may", null);
    assertThat(Cli.inSession(node, "", "user", "list").exitCode()).isEqualTo(ExitCodes.DENIED);
    assertThat(Cli.inSession(node, "", "keys", "rotate").exitCode()).isEqualTo(ExitCodes.DENIED);

    node.failure = new NotFoundException("there is no such user", null);
    assertThat(Cli.inSession(node, "", "user", "promote", "bob").exitCode())
        .isEqualTo(ExitCodes.NOT_FOUND);

    node.failure = new ConflictException("bob owns 2 groups", null);
    Cli conflict = Cli.inSession(node, "", "user", "delete", "bob", "--yes", "--json");
    assertThat(conflict.exitCode()).isEqualTo(ExitCodes.FAILED);
    assertThat(conflict.json().get(0).get("error").getAsString()).isEqualTo("bob owns 2 groups");
  }
}
