package dev.shoal.tracker.internal;

import dev.shoal.tracker.internal.figures.Condition;
import dev.shoal.tracker.internal.figures.Observed;
import dev.shoal.tracker.internal.figures.TrackerFigures;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.channel.EventLoop;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Shows a tracker to those who watch it, from before it is there until after its end. Its fields
 * are volatile because the watchers are not on the loop.
 */
public final class Lookout implements Observed {
  private final EventLoop loop;
  private final ByteBufAllocator allocator;
  private volatile Condition condition = Condition.LOADING;
  private volatile String address = "";
  private volatile @Nullable FigureSource source;

  /** For the tracker that is about to run on that loop, with buffers from there. */
  public Lookout(EventLoop loop, ByteBufAllocator allocator) {
    this.loop = loop;
    this.allocator = allocator;
  }

  /**
   * The tracker listens.
   *
   * @param where its address
   * @param figures of the tracker
   */
  public void ready(String where, FigureSource figures) {
    address = where;
    source = figures;
    condition = Condition.READY;
  }

  /** The tracker is coming to its end. */
  public void drain() {
    condition = Condition.DRAINING;
  }

  @Override
  public Condition condition() {
    FigureSource figures = source;
    return condition == Condition.READY && figures != null && figures.isBroken()
        ? Condition.BROKEN
        : condition;
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public long directBytes() {
    return allocator instanceof ByteBufAllocatorMetricProvider provider
        ? provider.metric().usedDirectMemory()
        : 0;
  }

  @Override
  public Executor loop() {
    return loop;
  }

  @Override
  public @Nullable TrackerFigures figures() {
    FigureSource figures = source;
    return figures == null ? null : figures.get();
  }
}
