package dev.shoal.peer.cli;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What one command did, run in this JVM.
 *
 * @param exitCode of it
 * @param out what it wrote to stdout
 * @param err what it wrote to stderr
 */
record Cli(int exitCode, String out, String err) {
  static Cli run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Streams streams =
        new Streams(
            new PrintWriter(out),
            OutputStream.nullOutputStream(),
            new PrintWriter(err),
            false,
            false);
    int exitCode = ShoalMain.commandLine(streams, new StopSignal()).execute(args);
    return new Cli(exitCode, out.toString(), err.toString());
  }
}
