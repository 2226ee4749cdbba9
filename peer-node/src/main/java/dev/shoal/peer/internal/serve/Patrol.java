package dev.shoal.peer.internal.serve;

import java.util.Collections;
import java.util.Iterator;
import java.util.function.Consumer;

/**
 * Goes round all that is served, some of it each time, so that looking after very much never takes
 * long: few files are all looked at each time, many all within a dozen times, and only if they are
 * some ten thousand that takes longer. Of one thread at a time.
 */
final class Patrol {
  static final int LEAST = 256;
  static final int MOST = 4096;
  static final int TIMES = 12;

  private final Holdings holdings;
  private Iterator<Holding> rest = Collections.emptyIterator();

  Patrol(Holdings holdings) {
    this.holdings = holdings;
  }

  /** Looks at the next ones. */
  void goOn(Consumer<Holding> look) {
    int all = holdings.count();
    int wanted = Math.min(all, Math.max(LEAST, Math.min(MOST, (all + TIMES - 1) / TIMES)));
    boolean begun = false;
    for (int i = 0; i < wanted; i++) {
      if (!rest.hasNext()) {
        if (begun) {
          return; // some are gone meanwhile
        }
        begun = true;
        rest = holdings.iterator();
        if (!rest.hasNext()) {
          return;
        }
      }
      look.accept(rest.next());
    }
  }
}
