package dev.shoal.peer.cli;

import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
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

  ProgressBarView(Streams streams, String task) {
    this.streams = streams;
    this.task = task;
  }

  @Override
  public void show(Progress now) {
    if (now.total() <= 0) {
      return;
    }
    if (bar == null) {
      bar = newBar(now.total());
    }
    bar.stepTo(now.done()).setExtraMessage(" " + now.pace());
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      streams.err().println();
    }
  }

  private ProgressBar newBar(long total) {
    Units.Unit unit = Units.unitFor(total);
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(total)
        .setUnit(" " + unit.symbol(), unit.bytes())
        .setStyle(streams.unicode() ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(REDRAW_MILLIS)
        .hideEta()
        .setConsumer(new DelegatingProgressBarConsumer(this::draw, Tty.width() - 1))
        .build();
  }

  private void draw(String line) {
    streams.err().print("\r" + line);
    streams.err().flush();
  }
}
