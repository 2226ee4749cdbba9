package dev.shoal.tracker.internal;

/** Told of what becomes of sessions, while it happens. */
interface SessionListener {
  /** Is told nothing. */
  SessionListener NOBODY =
      new SessionListener() {
        @Override
        public void stands(Session session) {}

        @Override
        public void over(Session session) {}
      };

  /** It is carried by another connection, or by none, or can be dialled now. */
  void stands(Session session);

  /** It is no more. */
  void over(Session session);
}
