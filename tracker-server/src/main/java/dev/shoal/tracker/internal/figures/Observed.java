package dev.shoal.tracker.internal.figures;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A tracker as those see it who watch it from other threads. */
public interface Observed {
  /** The part of its life that it is in. From any thread. */
  Condition condition();

  /** Where it listens, as text; empty while it does not yet. */
  String address();

  /** Bytes outside the heap that buffers of connections take. From any thread. */
  long directBytes();

  /** The tracker's loop. */
  Executor loop();

  /** The figures of this moment, or null while there are none. On the loop only. */
  @Nullable TrackerFigures figures();
}
