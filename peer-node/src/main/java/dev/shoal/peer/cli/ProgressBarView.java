package dev.shoal.peer.cli;

import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Progress for a terminal: a bar that is drawn over itself.
 *
 * <p>The bar is told its width and where to print. Left to itself it would ask JLine, which takes
 * SIGINT away from the JVM, and with it the clean end on Ctrl-C.
 */
final class ProgressBarView implements ProgressView {
  private static final int REDRAW_MILLIS = 200;

  private final Streams streams;
  private final String task;
  private @Nullable ProgressBar bar;
  private volatile Progress latest = new Progress(0, 1, 0, null, "");

  ProgressBarView(Streams streams, String task) {
    this.streams = streams;
    this.task = task;
  }

  @Override
  public void show(Progress now) {
    if (!now.isBegun()) {
      return;
    }
    latest = now;
    if (bar == null) {
      bar = newBar();
    }
  }

  /** Over the bar, which is drawn again below. */
  @Override
  public void note(String sentence) {
    String rest = " ".repeat(Math.max(0, Tty.width() - 1 - sentence.length()));
    streams.err().print((bar == null ? sentence : "\r" + sentence + rest) + System.lineSeparator());
    streams.err().flush();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      streams.err().println();
    }
  }

  private ProgressBar newBar() {
    int width = Tty.width() - 1;
    ProgressLine line = new ProgressLine(task, width, streams.unicode());
    return new ProgressBarBuilder()
        .setUpdateIntervalMillis(REDRAW_MILLIS)
        .continuousUpdate()
        .setRenderer((state, columns) -> line.of(latest))
        .setConsumer(new DelegatingProgressBarConsumer(this::draw, width))
        .build();
  }

  private void draw(String line) {
    streams.err().print("\r" + line);
    streams.err().flush();
  }
}
