package dev.shoal.tracker.internal.swarm;

/** How a session's registrations stand in their swarms. */
public enum Standing {
  /** Handed out to askers. */
  SHOWN,
  /** Counted, but not handed out: nobody can dial the peer. */
  COUNTED,
  /** Neither: the session's connection is lost. */
  HIDDEN
}
