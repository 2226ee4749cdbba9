package dev.shoal.tracker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own. */
class TrackerMainIT {
  /** What later JDKs would warn of, and earlier ones do not know. */
  private static final List<String> QUIET =
      List.of(
          "-XX:+IgnoreUnrecognizedVMOptions",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  /** What makes a short life cheap. */
  private static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  @TempDir Path temporary;

  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void killWhatIsLeft() {
    processes.forEach(Process::destroyForcibly);
  }

  @Test
  void shouldSayWhereItListensAndEndWhenTerminated() throws Exception {
    Process tracker = run("--port", "0");
    Matcher line = Pattern.compile("tracker listening on (.+):(\\d+)").matcher(firstLine(tracker));
    assertThat(line.matches()).isTrue();
    BufferedReader output = tracker.inputReader(StandardCharsets.UTF_8);
    assertThat(output.readLine()).matches("fingerprint: \\w+(-\\w+)+");
    assertThat(output.readLine()).matches("administrator code: \\w{4}(-\\w{4}){4}");
    new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(line.group(2))).close();
    assertThat(temporary.resolve("data")).isDirectory();

    tracker.toHandle().destroy(); // unlike Process.destroy, leaves the streams open

    assertThat(exitStatus(tracker)).isZero();
    assertThat(errors(tracker))
        .extracting(logged -> logged.replaceFirst(".* event=(\\S+).*", "$1"))
        .containsExactly("starting", "store-opened", "ready", "draining", "stopped");
  }

  @Test
  @Tag("any-jdk")
  void shouldServeHttpAndNeedNothingForItOtherwise() throws Exception {
    Process served = run("--port", "0", "--http-port", "0", "--bind", "127.0.0.1");
    assertThat(firstLine(served)).startsWith("tracker listening on ");
    assertThat(served.inputReader(StandardCharsets.UTF_8).readLine())
        .matches("status page at http://127\\.0\\.0\\.1:\\d+/");
    served.destroyForcibly().waitFor();

    String lean =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("micrometer") && !entry.contains("prometheus"))
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(firstLine(runWith(lean, "--port", "0"))).startsWith("tracker listening on ");
    Process refused = runWith(lean, "--port", "0", "--http-port", "0");
    assertThat(exitStatus(refused)).isEqualTo(1);
    assertThat(errors(refused)).last().asString().contains("micrometer-registry-prometheus");
  }

  @Test
  void shouldBeGivenOptionsThatJvmsKnowByItsUnit() throws Exception {
    Matcher options =
        Pattern.compile("JAVA_OPTS=([^\"]+)\"")
            .matcher(Files.readString(Path.of("src", "dist", "shoal-tracker.service")));
    assertThat(options.find()).isTrue();
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(List.of(options.group(1).split(" ")));
    command.add("-version");
    Process jvm = new ProcessBuilder(command).start();
    processes.add(jvm);

    assertThat(exitStatus(jvm)).isZero();
  }

  @Test
  @Tag("any-jdk")
  void shouldListenOnlyThereWhenBoundToOneAddress() throws Exception {
    Process tracker = run("--port", "0", "--bind", "127.0.0.1", "--transport", "nio");

    assertThat(firstLine(tracker)).matches("tracker listening on 127\\.0\\.0\\.1:\\d+");
  }

  @Test
  @Tag("any-jdk")
  void shouldFailInOneSentenceWhenPortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      Process tracker = run("--port", port, "--bind", "127.0.0.1");

      assertThat(exitStatus(tracker)).isEqualTo(1);
      assertThat(errors(tracker))
          .last()
          .asString()
          .startsWith("tracker-server: cannot listen on 127.0.0.1:" + port);
    }
  }

  @Test
  @Tag("any-jdk")
  void shouldFailInOneSentenceWhenAddressIsNotOfThisMachine() throws Exception {
    Process tracker = run("--port", "0", "--bind", "192.0.2.1");

    assertThat(exitStatus(tracker)).isEqualTo(1);
    assertThat(errors(tracker)).last().asString().contains("192.0.2.1");
  }

  @Test
  @Tag("any-jdk")
  void shouldFailInOneSentenceWhenDataDirectoryCannotBeCreated() throws Exception {
    Files.createFile(temporary.resolve("data"));
    Process tracker = run("--port", "0");

    assertThat(exitStatus(tracker)).isEqualTo(1);
    assertThat(errors(tracker))
        .last()
        .isEqualTo(
            "tracker-server: the data directory "
                + temporary.resolve("data")
                + " cannot be created");
  }

  @Test
  @Tag("any-jdk")
  void shouldExplainWhenUsageIsBad() throws Exception {
    for (String[] usage : new String[][] {{"--prot", "1"}, {"--port", "x"}, {"--port", "70000"}}) {
      Process tracker = run(usage);

      assertThat(exitStatus(tracker)).isEqualTo(2);
      assertThat(errors(tracker).get(0)).startsWith("tracker-server: ");
    }
  }

  @Test
  @Tag("any-jdk")
  void shouldEndAtOnceWhenAskedForHelpOrVersion() throws Exception {
    Process help = run("--help");
    assertThat(firstLine(help)).startsWith("Usage: tracker-server");
    assertThat(exitStatus(help)).isZero();

    Process version = run("--version");
    assertThat(firstLine(version)).startsWith("tracker-server ");
    assertThat(exitStatus(version)).isZero();
  }

  private Process run(String... arguments) throws IOException {
    return runWith(System.getProperty("java.class.path"), arguments);
  }

  private static String java() {
    return ProcessHandle.current().info().command().orElse("java");
  }

  private Process runWith(String classPath, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(QUIET);
    command.addAll(QUICK);
    command.add("-cp");
    command.add(classPath);
    command.add(TrackerMain.class.getName());
    command.add("--data");
    command.add(temporary.resolve("data").toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).start();
    processes.add(process);
    return process;
  }

  private static int exitStatus(Process process) throws InterruptedException {
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("has ended").isTrue();
    return process.exitValue();
  }

  private static String firstLine(Process process) throws IOException {
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    String line = output.readLine();
    return line == null ? "" : line;
  }

  private static List<String> errors(Process process) {
    return process.errorReader(StandardCharsets.UTF_8).lines().toList();
  }
}
