package dev.shoal.peer.internal.download;

import dev.shoal.peer.internal.schedule.Wish;
import dev.shoal.peer.internal.schedule.Wishes;
import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;

/** Lets a download know where a stream reads. May be called from any thread. */
final class ReadPosition {
  private final EventLoop loop;
  private final Wishes wishes;
  private final Runnable onMoved;
  private final Wish wish = Wish.reader();

  /**
   * At the beginning of the file.
   *
   * @param loop the download's, to which the wishes belong
   * @param onMoved run there when something else may be wanted
   */
  ReadPosition(EventLoop loop, Wishes wishes, Runnable onMoved) {
    this.loop = loop;
    this.wishes = wishes;
    this.onMoved = onMoved;
    onLoop(() -> wishes.add(wish));
  }

  /** The stream reads there now. */
  void moveTo(long position) {
    onLoop(() -> wish.moveTo(position));
  }

  /** The stream reads no more. */
  void end() {
    onLoop(() -> wishes.remove(wish));
  }

  private void onLoop(Runnable action) {
    try {
      loop.execute(
          () -> {
            action.run();
            onMoved.run();
          });
    } catch (RejectedExecutionException e) {
      // The node is closed: nothing is fetched any more, and nothing need be known.
    }
  }
}
