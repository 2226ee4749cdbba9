package dev.shoal.tracker.internal.access.audit;

/** Takes down what matters to security. */
@FunctionalInterface
public interface Audit {
  /** Takes an event down. On the loop; does not wait, and never throws. */
  void record(AuditEvent event);
}
