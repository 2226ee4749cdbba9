package dev.shoal.peer.service.watch;

import dev.shoal.protocol.PlainText;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands decisions to the sink, and no more files at a time than it is to prepare. Not thread-safe.
 */
final class Handover {
  private static final Logger logger = LoggerFactory.getLogger(Handover.class);

  private final FolderState state;
  private final FolderNames names;
  private final FolderWatch.Sink sink;
  private final int mostPreparing;
  private final Unreadable unreadable;
  private final LongSupplier nanos;
  private final Consumer<Runnable> later;
  private int preparing;

  /**
   * @param later runs something on the same thread; called from any thread
   */
  Handover(
      FolderState state,
      FolderNames names,
      FolderWatch.Sink sink,
      int mostPreparing,
      Unreadable unreadable,
      LongSupplier nanos,
      Consumer<Runnable> later) {
    this.state = state;
    this.names = names;
    this.sink = sink;
    this.mostPreparing = mostPreparing;
    this.unreadable = unreadable;
    this.nanos = nanos;
    this.later = later;
  }

  /**
   * Does what is decided.
   *
   * @return whether there may be more
   */
  boolean decide(int most) {
    for (int i = 0; i < most; i++) {
      Decision decision = state.next(preparing < mostPreparing);
      if (decision == null) {
        return false;
      }
      carryOut(decision);
    }
    return true;
  }

  private void carryOut(Decision decision) {
    if (decision instanceof Decision.Share share) {
      share(share);
    } else if (decision instanceof Decision.Rename rename) {
      rename(rename);
    } else if (decision instanceof Decision.Drop drop) {
      sink.gone(names.path(drop.name()));
    }
  }

  private void share(Decision.Share share) {
    WatchedFile file = file(share.name(), share.stamp());
    if (!Files.isReadable(file.path())) {
      unreadable.add(file.path(), "this user may not read it");
      state.failed(share.name(), share.turn(), nanos.getAsLong());
    } else if (!sink.wants(file)) {
      state.left(share.name());
    } else {
      prepare(share.name(), share.turn(), () -> sink.share(file));
    }
  }

  private void rename(Decision.Rename rename) {
    WatchedFile file = file(rename.name(), rename.stamp());
    prepare(rename.name(), rename.turn(), () -> sink.renamed(names.path(rename.from()), file));
    if (!sink.wants(file)) {
      state.left(rename.name());
    }
  }

  private void prepare(String name, int turn, Supplier<CompletableFuture<?>> work) {
    CompletableFuture<?> done;
    try {
      done = work.get();
    } catch (RuntimeException e) {
      logger.warn("{} can't be shared", PlainText.of(name), e);
      done = CompletableFuture.failedFuture(e);
    }
    preparing++;
    done.whenComplete(
        (result, failure) -> later.accept(() -> prepared(name, turn, failure == null)));
  }

  private void prepared(String name, int turn, boolean shared) {
    preparing--;
    if (shared) {
      state.shared(name, turn, nanos.getAsLong());
    } else {
      state.failed(name, turn, nanos.getAsLong());
    }
  }

  private WatchedFile file(String name, Stamp stamp) {
    return new WatchedFile(names.path(name), name, stamp.size(), stamp.modifiedNanos());
  }
}
