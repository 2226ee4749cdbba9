package dev.shoal.tracker.internal.figures;

/** In which part of its life a tracker is. */
public enum Condition {
  /** What is kept is being loaded. */
  LOADING,
  /** It listens. */
  READY,
  /** It takes nothing new, and lets answers under way drain. */
  DRAINING
}
