package dev.shoal.tracker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.tracker.internal.figures.Condition;
import dev.shoal.tracker.internal.figures.TrackerFigures;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.DefaultEventLoop;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LookoutTest {
  private final AtomicBoolean broken = new AtomicBoolean();
  private final Lookout lookout =
      new Lookout(new DefaultEventLoop(), UnpooledByteBufAllocator.DEFAULT);

  @Test
  void shouldSayThatTrackerIsBrokenWhenNothingCanBeChanged() {
    assertThat(lookout.condition()).isEqualTo(Condition.LOADING);
    lookout.ready("[::]:7070", source());
    assertThat(lookout.condition()).isEqualTo(Condition.READY);

    broken.set(true);
    assertThat(lookout.condition()).isEqualTo(Condition.BROKEN);

    lookout.drain();
    assertThat(lookout.condition()).isEqualTo(Condition.DRAINING);
  }

  private FigureSource source() {
    return new FigureSource() {
      @Override
      public boolean isBroken() {
        return broken.get();
      }

      @Override
      public TrackerFigures get() {
        throw new UnsupportedOperationException();
      }
    };
  }
}
