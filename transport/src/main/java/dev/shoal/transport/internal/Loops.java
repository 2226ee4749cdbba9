package dev.shoal.transport.internal;

import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;

/** Hops to an event loop. */
final class Loops {
  private Loops() {}

  /**
   * Runs an action on the loop, at once if this is it; or the alternative, here, when it is shut
   * down.
   */
  static void run(EventLoop loop, Runnable action, Runnable otherwise) {
    if (loop.inEventLoop()) {
      action.run();
      return;
    }
    try {
      loop.execute(action);
    } catch (RejectedExecutionException e) {
      otherwise.run();
    }
  }
}
