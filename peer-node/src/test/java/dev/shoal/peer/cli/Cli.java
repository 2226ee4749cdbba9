package dev.shoal.peer.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What one command did, run in this JVM.
 *
 * @param exitCode of it
 * @param out what it wrote to stdout
 * @param err what it wrote to stderr
 */
record Cli(int exitCode, String out, String err) {
  /** The program, with nothing on stdin. */
  static Cli run(String... args) {
    return withStdin("", args);
  }

  /** The program, with that on stdin, where it also reads what it asks for. */
  static Cli withStdin(String stdin, String... args) {
    return run(stdin, context -> ShoalMain.commandLine(context).execute(args));
  }

  /** A command of a session over that node, with that on stdin. */
  static Cli inSession(NodeSource node, String stdin, String... args) {
    return run(stdin, context -> ShellLine.of(context, node).execute(args));
  }

  /** Whatever a context can be used for. */
  interface Use {
    int in(CommandContext context) throws Exception;
  }

  static Cli run(String stdin, Use use) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Streams streams =
        new Streams(
            new PrintWriter(out),
            OutputStream.nullOutputStream(),
            new PrintWriter(err),
            false,
            false);
    LineInput lines =
        new LineInput(new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)));
    CommandContext context =
        new CommandContext(
            streams, new StopSignal(), new ScriptInput(lines), lines, false, Settings.none());
    try {
      int exitCode = use.in(context);
      return new Cli(exitCode, out.toString(), err.toString());
    } catch (Exception e) {
      throw new AssertionError(err.toString(), e);
    }
  }

  /** Each line of stdout as JSON. */
  List<JsonObject> json() {
    return out.lines().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
  }
}
