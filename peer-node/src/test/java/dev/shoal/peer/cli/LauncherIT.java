package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher that the build puts beside the runnable jar, run by the system's shell. */
@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
class LauncherIT {
  private static final Path LAUNCHER = Path.of("target", "shoal").toAbsolutePath();
  private static final Path JAR = Path.of("target", "shoal.jar").toAbsolutePath();

  /** Prints its arguments, one a line. */
  private static final String ECHO = "#!/bin/sh\nprintf '%s\\n' \"$@\"\n";

  @TempDir private Path directory;

  private Path javaHome = Path.of("");

  @BeforeEach
  void makeJava() throws IOException {
    javaHome = Files.createDirectories(directory.resolve("java home"));
    executable(Files.createDirectory(javaHome.resolve("bin")).resolve("java"));
  }

  @Test
  void shouldRunTheProgramFromAnywhereThroughSymbolicLinks() throws Exception {
    Path links = Files.createDirectory(directory.resolve("links"));
    Files.createSymbolicLink(links.resolve("absolute"), LAUNCHER);
    Files.createSymbolicLink(directory.resolve("shoal"), Path.of("links", "absolute"));
    Files.write(directory.resolve("a file"), new byte[100_000]);

    Ended ended =
        run(
            Map.of("JAVA_HOME", System.getProperty("java.home")),
            "./shoal",
            "hash",
            "--json",
            "--verbose",
            "a file");

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.out()).hasSize(1);
    assertThat(
            JsonParser.parseString(ended.out().get(0)).getAsJsonObject().get("path").getAsString())
        .isEqualTo("a file");
    assertThat(ended.err()).as("which hasher").contains("lanes not tried to the end yet");
  }

  @Test
  void shouldPassTheExitCodeOn() throws Exception {
    Ended ended =
        run(Map.of("JAVA_HOME", System.getProperty("java.home")), LAUNCHER.toString(), "unheard");

    assertThat(ended.exitCode()).isEqualTo(ExitCodes.USAGE);
  }

  @Test
  void shouldAddTheModuleWhereThisJavaHasIt() throws Exception {
    release("java.base jdk.incubator.vector java.xml");

    Ended ended = run(Map.of("JAVA_HOME", javaHome.toString()), LAUNCHER.toString(), "get", "a b");

    assertThat(ended.out())
        .startsWith("--add-modules=jdk.incubator.vector")
        .endsWith("-jar", JAR.toString(), "get", "a b");
  }

  @Test
  void shouldNotAddTheModuleWhereThisJavaLacksIt() throws Exception {
    release("java.base jdk.incubator.vectors");

    Ended ended = run(Map.of("JAVA_HOME", javaHome.toString()), LAUNCHER.toString());

    assertThat(ended.out())
        .allMatch(
            option ->
                option.startsWith("-XX:")
                    || option.startsWith("-Duser.home=")
                    || option.equals("-jar")
                    || option.equals(JAR.toString()))
        .endsWith("-jar", JAR.toString());
  }

  @Test
  void shouldNotAddTheModuleWhereItIsNotWanted() throws Exception {
    release("java.base jdk.incubator.vector");

    Ended ended =
        run(
            Map.of("JAVA_HOME", javaHome.toString(), "SHOAL_LANES", "no"),
            LAUNCHER.toString(),
            "get");

    assertThat(ended.out()).noneMatch(option -> option.startsWith("--add-modules"));
  }

  @Test
  void shouldHaveJavaTakeTheHomeDirectoryThatTheShellTakes() throws Exception {
    Ended ended =
        run(
            Map.of("JAVA_HOME", javaHome.toString(), "HOME", "/home/a b"),
            LAUNCHER.toString(),
            "list");

    assertThat(ended.out()).contains("-Duser.home=/home/a b");
  }

  @Test
  void shouldStartWhatEndsAtOnceWithoutWhatMakesHashingFast() throws Exception {
    release("java.base jdk.incubator.vector");
    Map<String, String> environment = Map.of("JAVA_HOME", javaHome.toString());

    Ended list = run(environment, LAUNCHER.toString(), "list");
    Ended help = run(environment, LAUNCHER.toString(), "group", "create", "--help");

    assertThat(list.out())
        .containsExactly(
            "-XX:TieredStopAtLevel=1", "-Duser.home=" + directory, "-jar", JAR.toString(), "list");
    assertThat(help.out())
        .startsWith("-XX:TieredStopAtLevel=1", "-Duser.home=" + directory, "-jar")
        .endsWith("group", "create", "--help");
  }

  @Test
  void shouldPassOptionsForJava() throws Exception {
    Ended ended =
        run(
            Map.of("JAVA_HOME", javaHome.toString(), "SHOAL_OPTS", "-Xmx1g -Da=*"),
            LAUNCHER.toString(),
            "*");

    assertThat(ended.out()).endsWith("-Xmx1g", "-Da=*", "-jar", JAR.toString(), "*");
  }

  @Test
  void shouldFindJavaInThePathAndItsModulesThroughLinks() throws Exception {
    release("java.base jdk.incubator.vector");
    Path bin = Files.createDirectory(directory.resolve("bin"));
    Files.createSymbolicLink(
        bin.resolve("java"), Path.of("..").resolve("java home").resolve("bin").resolve("java"));

    Ended ended =
        run(Map.of("PATH", bin + ":" + System.getenv("PATH")), LAUNCHER.toString(), "share");

    assertThat(ended.out())
        .startsWith("--add-modules=jdk.incubator.vector")
        .endsWith("-jar", JAR.toString(), "share");
  }

  @Test
  void shouldSayThatJavaIsMissing() throws Exception {
    Ended ended = run(Map.of("PATH", directory.toString()), LAUNCHER.toString());

    assertThat(ended.exitCode()).isEqualTo(ExitCodes.FAILED);
    assertThat(ended.err())
        .isEqualTo("shoal: there is no java in PATH: install Java 17 or newer, or set JAVA_HOME\n");
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void shouldSayThatJavaHomeIsWrong() throws Exception {
    Ended ended = run(Map.of("JAVA_HOME", "/nowhere"), LAUNCHER.toString());

    assertThat(ended.exitCode()).isEqualTo(ExitCodes.FAILED);
    assertThat(ended.err())
        .isEqualTo("shoal: JAVA_HOME is /nowhere, but there is no bin/java in it\n");
  }

  @Test
  void shouldSayThatTheJarIsMissing() throws Exception {
    Path alone = directory.resolve("alone");
    Files.copy(LAUNCHER, alone);

    Ended ended = run(Map.of("JAVA_HOME", javaHome.toString()), "./alone");

    assertThat(ended.exitCode()).isEqualTo(ExitCodes.FAILED);
    assertThat(ended.err()).isEqualTo("shoal: there is no shoal.jar beside ./alone\n");
  }

  @Test
  void shouldUseTheArchiveThatWasMadeForThisJavaAndJar() throws Exception {
    release("java.base");
    Path cache = directory.resolve("a cache");
    Map<String, String> environment =
        Map.of("JAVA_HOME", javaHome.toString(), "SHOAL_CACHE", cache.toString());
    Path java = javaHome.resolve("bin").resolve("java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        case $1 in -XX:ArchiveClassesAtExit=*) echo classes > "${1#*=}" ;; esac
        printf '%s\\n' "$@"
        """);

    Ended first = run(environment, LAUNCHER.toString(), "list");
    Path archive = onlyArchive(cache);
    Ended second = run(environment, LAUNCHER.toString(), "list");
    release("java.base java.xml");
    Ended otherJava = run(environment, LAUNCHER.toString(), "list");

    assertThat(first.out()).noneMatch(option -> option.startsWith("-XX:SharedArchiveFile"));
    assertThat(second.out()).contains("-XX:SharedArchiveFile=" + archive);
    assertThat(otherJava.out()).noneMatch(option -> option.startsWith("-XX:SharedArchiveFile"));
  }

  /** It is made in the background. */
  private static Path onlyArchive(Path cache) throws Exception {
    long begunNanos = System.nanoTime();
    while (System.nanoTime() - begunNanos < TimeUnit.SECONDS.toNanos(30)) {
      if (Files.isDirectory(cache)) {
        try (Stream<Path> files = Files.list(cache)) {
          List<Path> all = files.toList();
          if (all.size() == 1 && all.get(0).toString().endsWith(".jsa")) {
            return all.get(0);
          }
        }
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("there is no archive");
  }

  @Test
  void shouldBeExecutable() {
    assertThat(LAUNCHER).isExecutable();
  }

  private void release(String modules) throws IOException {
    Files.writeString(
        javaHome.resolve("release"), "JAVA_VERSION=\"25\"\nMODULES=\"" + modules + "\"\n");
  }

  private static void executable(Path file) throws IOException {
    Files.writeString(file, ECHO);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Ended run(Map<String, String> environment, String... command) throws Exception {
    List<String> shell = new ArrayList<>(List.of("/bin/sh"));
    shell.addAll(List.of(command));
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(shell)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().remove("JAVA_HOME");
    builder.environment().remove("SHOAL_OPTS");
    builder.environment().put("SHOAL_CACHE", "none");
    builder.environment().put("SHOAL_LANES", "yes");
    builder.environment().put("HOME", directory.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Ended(process.exitValue(), Files.readAllLines(out), Files.readString(err));
  }

  /** What a run of the launcher left behind. */
  private record Ended(int exitCode, List<String> out, String err) {}
}
