package dev.shoal.tracker.internal.fuzz;

import dev.shoal.tracker.internal.reach.PeerCheck;
import dev.shoal.tracker.internal.reach.Target;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Finds peers, or does not, as it is told to: later, at once, or has too much to do. */
final class FakeCheck implements PeerCheck {
  private static final int MOST = 4;

  private final Deque<Consumer<Boolean>> underWay = new ArrayDeque<>();
  private boolean atOnce;
  private boolean reaching;

  @Override
  public boolean begin(Target target, BooleanSupplier wanted, Consumer<Boolean> outcome) {
    if (atOnce) {
      outcome.accept(reaching && wanted.getAsBoolean());
      return true;
    }
    return underWay.size() < MOST
        && underWay.add(reached -> outcome.accept(reached && wanted.getAsBoolean()));
  }

  /** The longest under way comes to its end, and maybe those that follow at once. */
  void end(boolean reached, boolean nextAtOnce) {
    reaching = reached;
    atOnce = nextAtOnce;
    if (!underWay.isEmpty()) {
      underWay.remove().accept(reached);
    }
  }

  /** All come to their end. */
  void endAll() {
    while (!underWay.isEmpty()) {
      underWay.remove().accept(false);
    }
  }
}
