package dev.shoal.peer.service;

import dev.shoal.protocol.PlainText;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last thousand things that people may want to know. Belongs to one thread. */
final class StatusLog {
  /** Entries that are kept. */
  static final int MOST = 1000;

  private static final Logger log = LoggerFactory.getLogger(RunningNode.class);

  private final Deque<LogEntry> entries = new ArrayDeque<>();
  private final Agent agent;
  private final Consumer<LogEntry> listener;
  private long last;

  StatusLog(Agent agent, Consumer<LogEntry> listener) {
    this.agent = agent;
    this.listener = listener;
  }

  void info(String message) {
    add(LogEntry.Level.INFO, message);
  }

  void warning(String message) {
    add(LogEntry.Level.WARNING, message);
  }

  void error(String message) {
    add(LogEntry.Level.ERROR, message);
  }

  private void add(LogEntry.Level level, String message) {
    LogEntry entry = new LogEntry(++last, agent.millis(), level, PlainText.of(message));
    if (entries.size() == MOST) {
      entries.removeFirst();
    }
    entries.addLast(entry);
    switch (level) {
      case INFO -> log.info("{}", entry.message());
      case WARNING -> log.warn("{}", entry.message());
      case ERROR -> log.error("{}", entry.message());
    }
    listener.accept(entry);
  }

  /** Those after a number, the oldest first. */
  List<LogEntry> after(long number) {
    return entries.stream().filter(entry -> entry.number() > number).toList();
  }
}
