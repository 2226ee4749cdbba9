package dev.shoal.tracker.internal.reach;

import java.util.function.Consumer;

/** Finds out whether a peer is found where it should be. */
@FunctionalInterface
public interface PeerCheck {
  /**
   * Begins to find out.
   *
   * @param outcome told once, at once or later, whether the peer was there
   * @return false if there is too much to do: then nothing will be told
   */
  boolean begin(Target target, Consumer<Boolean> outcome);
}
