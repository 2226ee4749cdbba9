package dev.shoal.tracker.internal;

import dev.shoal.tracker.internal.figures.TrackerFigures;
import java.util.function.Supplier;

/** Where the figures of a running tracker come from; they are taken on its loop. */
public interface FigureSource extends Supplier<TrackerFigures> {
  /** Whether nothing that the tracker keeps can be changed any more. From any thread. */
  boolean isBroken();
}
