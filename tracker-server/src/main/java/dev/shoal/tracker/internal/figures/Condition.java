package dev.shoal.tracker.internal.figures;

/** In which part of its life a tracker is. */
public enum Condition {
  /** What is kept is being loaded. */
  LOADING,
  /** It listens. */
  READY,
  /** It listens, but nothing that it keeps can be changed until it is started again. */
  BROKEN,
  /** It takes nothing new, and lets answers under way drain. */
  DRAINING
}
