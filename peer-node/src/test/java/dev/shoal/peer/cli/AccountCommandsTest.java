package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.ConflictException;
import dev.shoal.peer.DeniedException;
import dev.shoal.peer.UnreachableException;
import dev.shoal.peer.UntrustedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountCommandsTest {
  private final FakeNode node = new FakeNode();

  @Test
  void shouldMakeAnAccountWhenTheNewPasswordIsTypedTwice() {
    Cli made = Cli.inSession(node, "secret\nsecret\n", "user", "create", "alice");

    assertThat(made.exitCode()).as(made.err()).isZero();
    assertThat(made.out()).isEqualTo("created user alice\n");
    assertThat(node.asked).containsExactly("create user alice secret with no code");
  }

  @Test
  void shouldPassOnTheCodeWhenTheFirstAdministratorIsMade() {
    Cli made = Cli.inSession(node, "a\na\n", "user", "create", "root", "--code", "AB-CD", "--json");

    assertThat(made.json())
        .singleElement()
        .hasToString("{\"state\":\"created\",\"user\":\"root\"}");
    assertThat(node.asked).containsExactly("create user root a with AB-CD");
  }

  @Test
  void shouldAskForNothingMoreWhenTheTwoPasswordsDiffer() {
    Cli made = Cli.inSession(node, "secret\nsecrets\n", "user", "create", "alice");

    assertThat(made.exitCode()).isEqualTo(ExitCodes.USAGE);
    assertThat(made.err()).contains("the two passwords are not the same").doesNotContain("secrets");
    assertThat(node.asked).isEmpty();
  }

  @Test
  void shouldAskForATerminalOrAFileWhenThereIsNobodyToAsk() {
    Cli login = Cli.inSession(node, "", "login", "alice", "--json");

    assertThat(login.exitCode()).isEqualTo(ExitCodes.USAGE);
    assertThat(login.err()).contains("give --password-file");
    assertThat(login.json().get(0).get("exitCode").getAsInt()).isEqualTo(ExitCodes.USAGE);
    assertThat(node.asked).isEmpty();
  }

  @Test
  void shouldRefuseAnEmptyPassword() {
    assertThat(Cli.inSession(node, "\n", "login", "alice").exitCode()).isEqualTo(ExitCodes.USAGE);
    assertThat(node.asked).isEmpty();
  }

  @Test
  void shouldReadOnePasswordFromTheFirstLineOfStdinWhenTheFileIsADash() {
    Cli login = Cli.inSession(node, "s p\r\nrest\n", "login", "Alice", "--password-file", "-");

    assertThat(login.out()).isEqualTo("logged in as Alice\n");
    assertThat(node.asked).containsExactly("login Alice s p");
  }

  @Test
  void shouldReadBothPasswordsFromAFileWhenOneIsChanged(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("passwords"), "old one\nnew one");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

    Cli changed = Cli.inSession(node, "", "passwd", "--password-file", file.toString());

    assertThat(changed.exitCode()).as(changed.err()).isZero();
    assertThat(changed.err()).isEmpty();
    assertThat(node.asked).containsExactly("passwd old one new one");
  }

  @Test
  void shouldWarnWhenOthersCanReadThePasswordFile(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("password"), "secret\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    Cli login = Cli.inSession(node, "", "login", "bob", "--password-file", file.toString());

    assertThat(login.exitCode()).isZero();
    assertThat(login.err()).contains("others can read ", "chmod 600");
  }

  @Test
  void shouldSayThatAPasswordIsMissingWhenTheFileEndsTooSoon(@TempDir Path directory)
      throws Exception {
    Path file = Files.writeString(directory.resolve("password"), "only the old one\n");

    Cli changed = Cli.inSession(node, "", "passwd", "--password-file", file.toString());

    assertThat(changed.exitCode()).isEqualTo(ExitCodes.USAGE);
    assertThat(changed.err()).contains("a password is missing").doesNotContain("old one");
  }

  @Test
  void shouldSayWhoIsLoggedIn() {
    assertThat(Cli.inSession(node, "", "whoami").exitCode()).isEqualTo(ExitCodes.DENIED);

    node.user = "Alice";

    assertThat(Cli.inSession(node, "", "whoami").out()).isEqualTo("Alice\n");
    assertThat(Cli.inSession(node, "", "whoami", "--json").out())
        .isEqualTo("{\"state\":\"loggedIn\",\"user\":\"Alice\"}\n");
  }

  @Test
  void shouldLogOutHereOrEverywhere() {
    assertThat(Cli.inSession(node, "", "logout").out()).isEqualTo("logged out\n");
    assertThat(Cli.inSession(node, "", "logout", "--everywhere").exitCode()).isZero();

    assertThat(node.asked).containsExactly("logout here", "logout everywhere");
  }

  @Test
  void shouldEndWithTheCodeOfWhatIsWrong() {
    node.failure = new DeniedException("the name or the password is wrong", null);
    Cli denied = Cli.inSession(node, "guess\n", "login", "alice", "--json");
    assertThat(denied.exitCode()).isEqualTo(ExitCodes.DENIED);
    assertThat(denied.err()).isEqualTo("shoal: the name or the password is wrong\n");
    assertThat(denied.json().get(0).get("exitCode").getAsInt()).isEqualTo(ExitCodes.DENIED);

    node.failure = new ConflictException("there is a user of that name", null);
    assertThat(Cli.inSession(node, "a\na\n", "user", "create", "alice").exitCode())
        .isEqualTo(ExitCodes.FAILED);

    node.failure = new UnreachableException("no tracker", null);
    assertThat(Cli.inSession(node, "", "logout").exitCode()).isEqualTo(ExitCodes.UNREACHABLE);

    node.failure = new UntrustedException("the tracker has another fingerprint", null);
    assertThat(Cli.inSession(node, "", "logout").exitCode()).isEqualTo(ExitCodes.DENIED);
  }
}
