package dev.shoal.peer.cli;

import dev.shoal.peer.service.LogEntry;
import dev.shoal.peer.service.ServiceListener;
import dev.shoal.protocol.PlainText;

/** Writes a node's status log for who watches it. */
final class LogNotes implements ServiceListener {
  private final Output output;

  LogNotes(Output output) {
    this.output = output;
  }

  @Override
  public void logged(LogEntry entry) {
    String message = PlainText.of(entry.message());
    if (entry.level() == LogEntry.Level.INFO) {
      output.note(message);
    } else {
      output.warn(message);
    }
  }
}
