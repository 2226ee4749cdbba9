package dev.shoal.tracker.internal;

import dev.shoal.protocol.PeerId;
import dev.shoal.tracker.internal.reach.PeerCheck;
import dev.shoal.tracker.internal.reach.Target;

/**
 * Lets a session be handed out once its peer was found where it listens. One attempt for each
 * connection that carries the session, and none after one that succeeded.
 */
final class Verifier {
  private final SessionTable sessions;
  private PeerCheck check = (target, outcome) -> false;

  Verifier(SessionTable sessions) {
    this.sessions = sessions;
  }

  /** How it finds out; nobody is found before it is told. */
  void setCheck(PeerCheck value) {
    check = value;
  }

  /**
   * Begins an attempt, unless there is no point in it, or too much to do.
   *
   * @param peer who carries the session
   * @param whenKnown called once when it is over
   * @return whether it has begun
   */
  boolean begin(Session session, PeerId peer, Runnable whenKnown) {
    if (!session.wantsCheck()) {
      return false;
    }
    Target target =
        new Target(
            session.addresses().remote(),
            session.listening().port(),
            session.addresses().local(),
            peer);
    session.beginCheck(target);
    boolean begun =
        check.begin(
            target,
            reached -> {
              if (session.endCheck(target) && reached) {
                sessions.reached(session);
              }
              whenKnown.run();
            });
    if (!begun) {
      session.forgetCheck();
    }
    return begun;
  }
}
