package dev.shoal.tracker.internal.access.audit;

import java.io.IOException;
import java.util.List;

/** Where the lines of the audit log end up. */
interface AuditSink {
  /** Puts lines there, after all that are there. May block. */
  void write(List<String> lines) throws IOException;
}
