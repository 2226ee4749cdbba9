package dev.shoal.benchmarks.programs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A program that loads a server and prints what it found. */
public final class Client {
  private Client() {}

  /**
   * Runs it to its end; what it says on its standard error goes to ours.
   *
   * @return what it printed
   * @throws IOException if it can't be started or fails
   */
  public static String run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      if (status != 0) {
        throw new IOException(command.get(0) + " ended with " + status + ":\n" + output);
      }
      return output.strip();
    } finally {
      process.destroyForcibly();
    }
  }
}
