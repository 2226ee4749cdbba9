package dev.shoal.tracker.internal;

import dev.shoal.tracker.internal.figures.TrackerFigures.DialFigures;
import dev.shoal.tracker.internal.reach.PeerCheck;
import dev.shoal.tracker.internal.reach.Target;

/**
 * Lets a session be handed out once its peer was found where it listens. One attempt for each
 * connection that carries the session, and none after one that succeeded.
 */
final class Verifier {
  private final SessionTable sessions;
  private final int lowestPort;
  private long begun;
  private long reached;
  private long putOff;
  private PeerCheck check = (target, wanted, outcome) -> false;

  /**
   * @param lowestPort below which nobody is looked for, and so nobody found
   */
  Verifier(SessionTable sessions, int lowestPort) {
    this.sessions = sessions;
    this.lowestPort = lowestPort;
  }

  /** How it finds out; nobody is found before it is told. */
  void setCheck(PeerCheck value) {
    check = value;
  }

  /** What it did so far. */
  DialFigures figures() {
    return new DialFigures(begun, reached, putOff);
  }

  /**
   * Begins an attempt, unless there is no point in it, or too much to do.
   *
   * @param caller who carries the session
   * @param whenKnown called once when it is over
   * @return whether it has begun
   */
  boolean begin(Session session, Caller caller, Runnable whenKnown) {
    if (!session.wantsCheck() || session.listening().port() < lowestPort) {
      return false;
    }
    Target target =
        new Target(
            session.addresses().remote(),
            session.listening().port(),
            session.addresses().local(),
            caller.peer(),
            caller.isProven());
    session.beginCheck(target);
    boolean taken =
        check.begin(
            target,
            () -> session.caller() != null && session.isBeingCheckedAt(target),
            found -> {
              reached += found ? 1 : 0;
              if (session.endCheck(target) && found) {
                sessions.reached(session);
              }
              whenKnown.run();
            });
    if (taken) {
      begun++;
    } else {
      putOff++;
      session.forgetCheck();
    }
    return taken;
  }
}
