package dev.shoal.tracker.internal.fuzz;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Hears what is logged and must never be: errors of ours, and warnings of Netty. */
final class Complaints extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final List<String> heard = new CopyOnWriteArrayList<>();

  Complaints() {
    setContext(root.getLoggerContext());
    start();
    root.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    Level least = event.getLoggerName().startsWith("io.netty") ? Level.WARN : Level.ERROR;
    if (event.getLevel().isGreaterOrEqual(least)) {
      IThrowableProxy thrown = event.getThrowableProxy();
      heard.add(event + (thrown == null ? "" : " " + thrown.getMessage()));
    }
  }

  List<String> heard() {
    return heard;
  }

  @Override
  public void close() {
    root.detachAppender(this);
    stop();
  }
}
