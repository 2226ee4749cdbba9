package dev.shoal.benchmarks.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The lines that somebody sends, read by a thread of its own, which ends the process when they end
 * and it does not do so by itself: who started it may have been killed.
 */
final class Requests {
  private static final String END = "";
  private static final int PATIENCE_SECONDS = 5;

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private volatile boolean over;

  private Requests() {}

  /** Begins to read. */
  static Requests read(InputStream in) {
    Requests requests = new Requests();
    Thread thread = new Thread(() -> requests.readAll(in), "requests");
    thread.setDaemon(true);
    thread.start();
    return requests;
  }

  /** Waits for the next one; empty: there will be no more. */
  String next() throws InterruptedException {
    return lines.take();
  }

  /** Whether there will be no more than those that are waiting. */
  boolean areOver() {
    return over;
  }

  private void readAll(InputStream in) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      reader.lines().filter(line -> !line.isEmpty()).forEach(lines::add);
    } catch (IOException e) {
      // As good as the end.
    }
    over = true;
    lines.add(END);
    try {
      TimeUnit.SECONDS.sleep(PATIENCE_SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(1);
  }
}
