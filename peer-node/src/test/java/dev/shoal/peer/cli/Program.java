package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program in a JVM of its own. */
final class Program implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  private final Process process;
  private final BufferedWriter in;
  private final BufferedReader out;
  private final StringBuilder err = new StringBuilder();
  private final Thread errReader;

  private Program(Process process) {
    this.process = process;
    this.in = process.outputWriter(StandardCharsets.UTF_8);
    this.out = process.inputReader(StandardCharsets.UTF_8);
    this.errReader = new Thread(this::readErr, "stderr of " + process.pid());
    errReader.start();
  }

  /** Starts one in that directory. */
  static Program start(Path directory, String mainClass, List<String> args) throws IOException {
    return start(
        directory,
        List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
        mainClass,
        args);
  }

  /** Starts one in that directory, in a JVM with those options. */
  static Program start(Path directory, List<String> options, String mainClass, List<String> args)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    // As the manifest of the runnable jar says.
    command.addAll(
        List.of("-XX:+IgnoreUnrecognizedVMOptions", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(args);
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("LC_ALL", "C.UTF-8");
    return new Program(builder.start());
  }

  /** The next line of stdout; blocks. */
  String line() throws IOException, InterruptedException {
    String line = out.readLine();
    if (line == null) {
      exitCode();
      throw new AssertionError("stdout has ended; stderr: " + err());
    }
    return line;
  }

  /** Writes lines to its stdin. */
  void type(String... lines) throws IOException {
    for (String line : lines) {
      in.write(line + "\n");
    }
    in.flush();
  }

  /** Reads no more of stdout. */
  void closeOut() throws IOException {
    out.close();
  }

  /** What is left of stdout, once it has ended; blocks. */
  List<String> rest() {
    return out.lines().toList();
  }

  /** Its exit code, once it has ended and all of its stderr is read; blocks. */
  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as(err()).isTrue();
    errReader.join();
    return process.exitValue();
  }

  /** Its stderr so far. */
  String err() {
    synchronized (err) {
      return err.toString();
    }
  }

  /** Blocks until stderr has that; fails if it ends without. */
  void awaitErr(String text) throws InterruptedException {
    synchronized (err) {
      while (err.indexOf(text) < 0) {
        assertThat(errReader.isAlive()).as(err.toString()).isTrue();
        err.wait(TimeUnit.SECONDS.toMillis(1));
      }
    }
  }

  /** Sends SIGTERM. Not as {@link Process#destroy()} does, which also stops listening. */
  void terminate() {
    process.toHandle().destroy();
  }

  /** Its process id. */
  long pid() {
    return process.pid();
  }

  /** Sends SIGKILL, and waits until it is gone. */
  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() {
    process.toHandle().destroyForcibly();
  }

  private void readErr() {
    process
        .errorReader(StandardCharsets.UTF_8)
        .lines()
        .forEach(
            line -> {
              synchronized (err) {
                err.append(line).append('\n');
                err.notifyAll();
              }
            });
  }
}
