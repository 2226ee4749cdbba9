package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeptLinesTest {
  private static boolean keeps(String line) {
    boolean[] kept = new boolean[1];
    Cli.run(
        "",
        context -> {
          kept[0] = new KeptLines(ShellLine.of(context, new FakeNode())).keeps(line);
          return 0;
        });
    return kept[0];
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "group join team",
        "join_group team",
        "  group   join   team --json",
        "user create alice",
        "login alice",
        "passwd",
        "group create CODE",
        "group accept team CODE",
        "get --group team 'group join team CODE'",
        "files",
        "group",
        "help group join"
      })
  void shouldKeepWhatHasNoSecretInIt(String line) {
    assertThat(keeps(line)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "group join team AB-CD",
        "group  join G AB-CD",
        "\tgroup\tjoin\tteam\tAB-CD",
        "'group' \"join\" team AB-CD",
        "gr\\oup join team AB-CD",
        "group join --json team AB-CD",
        "group --json join team AB-CD",
        "join_group  team  AB-CD",
        "join_group team AB-CD too much",
        "group join te/am AB-CD",
        "group jion team AB-CD",
        "gruop join team AB-CD",
        "user create alice --code AB-CD",
        "user create alice --code=AB-CD",
        "create_user alice  --code  AB-CD",
        "user create alice correct-horse",
        "user reset-password alice correct-horse",
        "login alice correct-horse",
        "passwd correct-horse",
        "passwd --old correct-horse",
        "login alice --password-file correct-horse",
        "login alice --password-file=correct-horse",
        "login --password-file 'correct horse' alice",
        "login alice \\--password-file correct-horse",
        "login alice --password-file",
        "user create alice --password-file correct-horse",
        "user reset-password alice --password-file correct-horse",
        "passwd --password-file correct-horse",
        "files --password-file correct-horse",
        "correct horse",
        "group join team 'AB-CD",
        "# AB-CD",
        ""
      })
  void shouldNotKeepWhatHasOrMayHaveASecretInIt(String line) {
    assertThat(keeps(line)).isFalse();
  }
}
