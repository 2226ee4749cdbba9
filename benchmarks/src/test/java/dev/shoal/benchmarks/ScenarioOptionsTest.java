package dev.shoal.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ExitCode;

/** What scenarios refuse before they start anything. */
class ScenarioOptionsTest {
  private static final Pattern SPACE = Pattern.compile(" ");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "transfer --seeders 0|positive",
        "transfer --size much|a size is like",
        "transfer --chunk-size 3|--chunk-size",
        "transfer --chunk-size 8MiB|--chunk-size",
        "transfer --transport kqueue|not available",
        "transfer --java /nowhere/java|no Java at",
        "transfer --directory /nowhere|no directory",
        "transfer --fresh --shoal-jar /nowhere/shoal.jar|build it",
        "transfer --scaling|--svg",
        "swarm --leechers 0|--leechers",
        "swarm --up 10,0|--up",
        "swarm --down 0|--down",
        "swarm --libtorrent fast|--libtorrent",
        "small --files 4KiB|10000x4KiB",
        "small --at-a-time 0|positive",
        "watched-folder --files 0|positive",
        "watched-folder --most 1|--most",
        "watched-folder --directory /nowhere|no directory",
        "compare --runs 0|positive",
        "login-flood --fresh 0|positive",
        "login-flood --addresses 100000|--addresses",
        "login-flood --logins-per-second 1|--logins-per-second",
        "login-flood --directory /nowhere|no directory",
        "compare --serve --range 3|--range",
      })
  void shouldRefuseWithASentenceWhenAnOptionMakesNoSense(String line, String part) {
    StringWriter err = new StringWriter();
    int status =
        BenchMain.commandLine().setErr(new PrintWriter(err)).execute(SPACE.split(line, -1));
    assertThat(status).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains(part);
  }

  @ParameterizedTest
  @ValueSource(strings = {"transfer", "swarm", "small", "watched-folder", "compare", "login-flood"})
  void shouldExplainItselfWhenAsked(String command) {
    StringWriter out = new StringWriter();
    int status = BenchMain.commandLine().setOut(new PrintWriter(out)).execute(command, "--help");
    assertThat(status).isZero();
    assertThat(out.toString()).contains("--json", "--java-options", "--directory");
  }
}
