package dev.shoal.tracker.internal.access.audit;

import java.util.function.Supplier;

/** Takes down what matters to security. */
@FunctionalInterface
public interface Audit {
  /** Takes an event down. On the loop; does not wait, and never throws. */
  void record(AuditEvent event);

  /**
   * As above, for what anybody can make happen as often as they like: what is left out anyway is
   * not even made.
   *
   * @param kind of the event
   */
  default void record(AuditKind kind, Supplier<AuditEvent> event) {
    record(event.get());
  }
}
