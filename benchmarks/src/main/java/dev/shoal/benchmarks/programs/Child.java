package dev.shoal.benchmarks.programs;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import dev.shoal.benchmarks.load.ProcessUsage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that is told what to do by lines on its standard input and answers each with one line,
 * a JSON object. It ends when its input does. What it says on its standard error goes to ours.
 */
public final class Child implements HangsUp {
  private static final int PATIENCE_SECONDS = 8;

  private final String name;
  private final Process process;
  private final Writer requests;
  private final BufferedReader answers;

  private Child(String name, Process process) {
    this.name = name;
    this.process = process;
    requests = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Starts one; its first answer comes by itself.
   *
   * @param name for messages
   */
  public static Child start(String name, List<String> command) throws IOException {
    return new Child(
        name, new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Tells it something and waits for the answer. */
  public JsonObject ask(JsonObject request) throws IOException {
    tell(request);
    return answer();
  }

  /** Tells it something. */
  public void tell(JsonObject request) throws IOException {
    requests.write(request + "\n");
    requests.flush();
  }

  /**
   * Waits for its next answer.
   *
   * @throws IOException if it ends instead, or says that it failed
   */
  public JsonObject answer() throws IOException {
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      if (line.startsWith("{")) { // a JVM may warn on its standard output, too
        return parse(name, line);
      }
    }
    throw new IOException(name + " has ended unexpectedly");
  }

  /**
   * Reads an answer.
   *
   * @throws IOException with the sentence in {@code error}, if there is one
   */
  static JsonObject parse(String name, String line) throws IOException {
    JsonObject answer;
    try {
      answer = JsonParser.parseString(line).getAsJsonObject();
    } catch (JsonSyntaxException e) {
      throw new IOException(name + " answered what is no JSON: " + line, e);
    }
    if (answer.has("error")) {
      throw new IOException(name + ": " + answer.get("error").getAsString());
    }
    return answer;
  }

  /** Of the process. */
  public long pid() {
    return process.pid();
  }

  /** What it has used so far. */
  public ProcessUsage usage() throws IOException {
    return ProcessUsage.of(pid());
  }

  @Override
  public void hangUp() {
    try {
      requests.close();
    } catch (IOException e) {
      // It has ended by itself.
    }
  }

  /** Ends the process, if need be the hard way. */
  @Override
  public void close() {
    hangUp();
    try {
      if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }

  @Override
  public String toString() {
    return name;
  }
}
