package dev.shoal.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchMainTest {
  @Test
  void shouldSayWhatThereIsWhenCalledWithoutACommand() {
    StringWriter out = new StringWriter();
    int status = BenchMain.commandLine().setOut(new PrintWriter(out)).execute();
    assertThat(status).isZero();
    assertThat(out.toString())
        .contains("jmh", "FrameCodecBenchmark.encodeControl", "ChunkStreamBenchmark.stream");
  }

  @Test
  void shouldRefuseACommandThatItDoesNotKnow() {
    StringWriter err = new StringWriter();
    int status = BenchMain.commandLine().setErr(new PrintWriter(err)).execute("tidy");
    assertThat(status).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("tidy");
  }

  @Test
  void shouldLeaveWhatFollowsJmhToJmh() {
    var parsed =
        BenchMain.commandLine().parseArgs("jmh", "Codec", "-f", "1", "--help", "-prof", "gc");
    assertThat(parsed.subcommand().matchedPositional(0).<List<String>>getValue())
        .containsExactly("Codec", "-f", "1", "--help", "-prof", "gc");
  }
}
