package dev.shoal.peer.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A command that goes on in this JVM until it is stopped. */
final class RunningCli {
  private static final int PATIENCE_SECONDS = 60;

  /** In place of a line, when there are no more. */
  private static final String END = "(the command has ended)";

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final StringWriter err = new StringWriter();
  private final StopSignal signal = new StopSignal();
  private final Thread thread;

  private RunningCli(String... args) {
    PrintWriter out = new PrintWriter(new LineWriter(lines::add), true);
    Streams streams =
        new Streams(out, OutputStream.nullOutputStream(), new PrintWriter(err, true), false, false);
    LineInput nothing = new LineInput(InputStream.nullInputStream());
    CommandContext context =
        new CommandContext(streams, signal, new ScriptInput(nothing), nothing, false);
    thread =
        new Thread(
            () -> {
              ShoalMain.commandLine(context).execute(args);
              lines.add(END);
            },
            "shoal " + args[0]);
  }

  static RunningCli start(String... args) {
    RunningCli running = new RunningCli(args);
    running.thread.start();
    return running;
  }

  /** The next line of stdout; blocks. */
  String line() throws InterruptedException {
    String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (line == null) {
      throw new AssertionError("there is no line; stderr: " + err());
    }
    return line;
  }

  /** Its stderr so far. */
  String err() {
    return err.toString();
  }

  /** As Ctrl-C does; waits until everything is closed. */
  void stop() throws InterruptedException {
    signal.request();
    thread.join();
  }
}
