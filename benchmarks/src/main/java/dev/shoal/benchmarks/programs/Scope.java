package dev.shoal.benchmarks.programs;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a scenario has started: ended in reverse order when it is closed, and also when this program
 * is told to end. Scopes within it are ended with it. Thread-safe.
 */
public final class Scope implements HangsUp {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Runnable forget;
  private boolean closed;

  private Scope(Runnable forget) {
    this.forget = forget;
  }

  /** One that also closes when the JVM ends; there should be only one. */
  public static Scope open() {
    Scope[] scope = new Scope[1];
    Thread hook = new Thread(() -> scope[0].closeAll(), "shoal-bench-cleanup");
    scope[0] = new Scope(() -> unhook(hook));
    Runtime.getRuntime().addShutdownHook(hook);
    return scope[0];
  }

  private static void unhook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending already.
    }
  }

  /** One within this. */
  public Scope nested() {
    Scope[] scope = new Scope[1];
    scope[0] = new Scope(() -> remove(scope[0]));
    return add(scope[0]);
  }

  /** Makes something that is to be ended. */
  @FunctionalInterface
  public interface Starter<T extends AutoCloseable> {
    /** Starts it. */
    T start() throws IOException, InterruptedException;
  }

  /**
   * Starts something and takes it over, unless this is closed: nothing is started that nobody would
   * end.
   *
   * @throws IllegalStateException if this is closed
   */
  public synchronized <T extends AutoCloseable> T start(Starter<T> starter)
      throws IOException, InterruptedException {
    requireOpen();
    return add(starter.start());
  }

  /**
   * Takes something over that has not begun to use anything.
   *
   * @return the same
   * @throws IllegalStateException if this is closed
   */
  public synchronized <T extends AutoCloseable> T add(T started) {
    requireOpen();
    open.push(started);
    return started;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the scenario was stopped");
    }
  }

  /** Ends something before the others; does nothing if it is not there any more. */
  public synchronized void end(AutoCloseable started) {
    if (open.remove(started)) {
      close(started);
    }
  }

  @Override
  public synchronized void hangUp() {
    for (AutoCloseable each : open) {
      if (each instanceof HangsUp patient) {
        patient.hangUp();
      }
    }
  }

  /** Ends all. */
  @Override
  public void close() {
    closeAll();
    forget.run();
  }

  private synchronized void closeAll() {
    closed = true;
    hangUp();
    while (!open.isEmpty()) {
      close(open.pop());
    }
  }

  private synchronized void remove(Scope nested) {
    open.remove(nested);
  }

  private static void close(AutoCloseable each) {
    try {
      each.close();
    } catch (Exception e) { // the others are to end all the same
      System.err.println("shoal-bench: could not end " + each + ": " + e);
    }
  }
}
