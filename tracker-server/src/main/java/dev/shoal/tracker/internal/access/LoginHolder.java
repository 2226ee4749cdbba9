package dev.shoal.tracker.internal.access;

import dev.shoal.protocol.wire.GroupEpoch;

/** A connection that may be logged in, as those see it who have something to tell it. */
public interface LoginHolder extends Asker {
  /** Tells it of a later epoch of one of its groups. */
  void tell(GroupEpoch news);
}
