package dev.shoal.tracker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ProgramTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path directory;

  @Test
  void shouldPrintValuesWithTheirOriginsAsFileThatItCanRead() throws Exception {
    assertThat(run(Map.of("SHOAL_TRACKER_LEASE", "3m"), "--port", "1", "config", "--resume=2m"))
        .isZero();

    assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
        .hasSize(Settings.ALL.size())
        .contains(
            "port = 1 # --port",
            "lease = 3m # SHOAL_TRACKER_LEASE",
            "resume = 2m # --resume",
            "heartbeat = 30s # default");
    List<String> lines = out.toString().lines().toList();
    assertThat(ConfigFile.parse("printed", lines)).hasSize(Settings.ALL.size());
  }

  @Test
  void shouldRefuseBadUsageAndConfigurationWithTwo() throws Exception {
    assertRefused("--ports", "Unknown option: '--ports=1'", "--ports=1");
    assertThat(err.toString()).contains("Possible solutions: --port");
    assertRefused("--port", "--port must be a whole number", "--port=x", "config");
    assertRefused("twice", "should be specified only once", "--port", "1", "--port", "2");
    Path file = Files.writeString(directory.resolve("bad.conf"), "\nlease=soon");
    assertRefused("file", file + ":2: lease must be a time", "--config", file.toString(), "config");
    assertRefused("lease", "would end before the next heartbeat", "--port=0", "--lease=30s");
  }

  @Test
  void shouldNameEverySettingInTheHelp() {
    assertThat(run(Map.of(), "--help")).isZero();

    assertThat(out.toString()).contains(Settings.ALL.stream().map(Setting::flag).toList());
    assertThat(out.toString()).contains("--config", "export", "import");
  }

  @Test
  void shouldSayWhyWhenThereIsNothingToExportOrImport() {
    String data = directory.resolve("data").toString();
    assertThat(run(Map.of(), "export", "--data", data, directory.resolve("dump").toString()))
        .isEqualTo(1);
    assertThat(err.toString()).startsWith("tracker-server: there is no store " + data);
    assertThat(directory.resolve("dump")).doesNotExist();

    assertThat(run(Map.of(), "import", "--data", data, directory.resolve("dump").toString()))
        .isEqualTo(1);
    assertThat(err.toString()).contains("there is no file " + directory.resolve("dump"));
  }

  private void assertRefused(String why, String sentence, String... arguments) {
    err.getBuffer().setLength(0);
    assertThat(run(Map.of(), arguments)).as(why).isEqualTo(2);
    assertThat(err.toString()).startsWith("tracker-server: ").contains(sentence);
  }

  private int run(Map<String, String> environment, String... arguments) {
    CommandLine line = Program.commandLine(environment);
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }
}
