package dev.shoal.peer.cli;

import dev.shoal.peer.service.LogEntry;
import dev.shoal.peer.service.ServiceListener;
import dev.shoal.protocol.PlainText;

/** Writes what of a node's status log is no trouble, for who watches it: the rest is logged. */
final class LogNotes implements ServiceListener {
  private final Output output;

  LogNotes(Output output) {
    this.output = output;
  }

  @Override
  public void logged(LogEntry entry) {
    if (entry.level() == LogEntry.Level.INFO) {
      output.note(PlainText.of(entry.message()));
    }
  }
}
