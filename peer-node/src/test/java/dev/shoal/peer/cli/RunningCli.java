package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A command that goes on in this JVM until it is stopped. */
final class RunningCli {
  private static final int PATIENCE_SECONDS = 60;

  /** In place of a line, when there are no more. */
  private static final String END = "(the command has ended)";

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final Heard err = new Heard();
  private final StopSignal signal = new StopSignal();
  private final Thread thread;
  private volatile int exitCode;

  private RunningCli(String... args) {
    PrintWriter out = new PrintWriter(new LineWriter(lines::add), true);
    Streams streams =
        new Streams(out, OutputStream.nullOutputStream(), new PrintWriter(err, true), false, false);
    LineInput nothing = new LineInput(InputStream.nullInputStream());
    CommandContext context =
        new CommandContext(
            streams, signal, new ScriptInput(nothing), nothing, false, Settings.none());
    thread =
        new Thread(
            () -> {
              exitCode = ShoalMain.commandLine(context).execute(args);
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

  /** Blocks until stderr has that; fails if it ends without, or takes too long. */
  void awaitErr(String text) throws InterruptedException {
    long begunNanos = System.nanoTime();
    synchronized (err) {
      while (!err.toString().contains(text)) {
        assertThat(thread.isAlive()).as(this::err).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - begunNanos))
            .as(this::err)
            .isLessThan(Duration.ofSeconds(PATIENCE_SECONDS));
        err.wait(TimeUnit.SECONDS.toMillis(1));
      }
    }
  }

  /** Its exit code, once it has ended by itself; blocks. */
  int exitCode() throws InterruptedException {
    thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    assertThat(thread.isAlive()).as(this::err).isFalse();
    return exitCode;
  }

  /** As Ctrl-C does; waits until everything is closed. */
  void stop() throws InterruptedException {
    signal.request();
    thread.join();
  }

  /** Keeps what is written, and wakes who waits for it. */
  private static final class Heard extends StringWriter {
    @Override
    public synchronized void flush() {
      notifyAll();
    }
  }
}
