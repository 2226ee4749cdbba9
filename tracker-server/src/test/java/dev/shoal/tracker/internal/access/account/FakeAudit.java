package dev.shoal.tracker.internal.access.account;

import dev.shoal.tracker.internal.access.audit.Audit;
import dev.shoal.tracker.internal.access.audit.AuditEvent;
import dev.shoal.tracker.internal.access.audit.AuditKind;
import java.util.ArrayList;
import java.util.List;

/** Remembers what is taken down. */
public final class FakeAudit implements Audit {
  private final List<AuditEvent> events = new ArrayList<>();

  @Override
  public void record(AuditEvent event) {
    events.add(event);
  }

  /** All events, the first one first. */
  public List<AuditEvent> events() {
    return events;
  }

  /** What happened, the first one first. */
  public List<AuditKind> kinds() {
    return events.stream().map(AuditEvent::kind).toList();
  }
}
