package dev.shoal.tracker.internal.reach;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Finds out whether a peer is found where it should be. */
@FunctionalInterface
public interface PeerCheck {
  /**
   * Begins to find out.
   *
   * @param wanted whether it is still of interest, asked when it comes to be done
   * @param outcome told once, at once or later, whether the peer was there
   * @return false if there is too much to do: then nothing will be told
   */
  boolean begin(Target target, BooleanSupplier wanted, Consumer<Boolean> outcome);
}
