package dev.shoal.tracker.internal;

import dev.shoal.protocol.ProtocolException;
import dev.shoal.tracker.internal.access.AccessView;
import dev.shoal.tracker.internal.catalogue.Catalogue;
import dev.shoal.tracker.internal.state.Command;
import dev.shoal.tracker.internal.state.Outcome;
import dev.shoal.tracker.internal.store.Committer;
import dev.shoal.tracker.internal.store.CommitterLimits;
import dev.shoal.tracker.internal.store.Reply;
import dev.shoal.tracker.internal.store.Store;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * What a fuzzed tracker keeps, in memory. As long as nothing was published it is as good as new,
 * and serves the next tracker too: to start and end its thread takes longer than most inputs.
 */
public final class FuzzedStore implements AutoCloseable {
  static final int MAX_FILES = 20;

  private final BlockingQueue<Runnable> replies = new LinkedBlockingQueue<>();
  final Catalogue catalogue = new Catalogue(new SplittableRandom(1));
  final AccessView access = new AccessView();
  final Committer committer;

  /** An empty one. */
  public FuzzedStore() {
    try {
      Store store = Store.open(null, catalogue::load, access::accept);
      committer = new Committer(store, MAX_FILES, CommitterLimits.DEFAULT, replies::add);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits for all that was handed to the committer, and hears what came of it. */
  public void settle() {
    boolean[] over = {false};
    try {
      committer.submit(
          Command.getDefaultInstance(), // changes nothing
          new Reply() {
            @Override
            public void done(Outcome outcome) {
              over[0] = true;
            }

            @Override
            public void failed(ProtocolException reason) {
              throw new AssertionError(reason);
            }
          });
      while (!over[0]) {
        replies.take().run();
      }
    } catch (ProtocolException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Replies that nobody has heard. */
  int unheard() {
    return replies.size();
  }

  @Override
  public void close() {
    committer.close();
  }
}
