package dev.shoal.peer.internal.bulk;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.FileOutcome;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.WantedFile;
import dev.shoal.peer.internal.download.DownloadContext;
import dev.shoal.peer.internal.link.PeerLink;
import dev.shoal.peer.internal.schedule.MemoryBudget;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The download of many files: small ones in batches from whoever has them, and each by itself what
 * is too large, is not given in batches, or is partly here already. Belongs to one event loop;
 * whatever blocks is done by workers.
 */
final class BulkProcess implements BatchTransfer.Listener {
  private static final int MOST_SINGLES = 16;
  private static final long TICK_MILLIS = 100;

  private final DownloadContext context;
  private final EventLoop loop;
  private final List<WantedFile> files;
  private final DownloadOptions options;
  private final SingleDownloads downloads;
  private final OutcomeFeed outcomes;
  private final BatchPlan plan;
  private final SourceSearch search;
  private final BatchPhase batches;
  private final long beganNanos = System.nanoTime();

  /** Ordinary downloads under way. */
  private final Map<Integer, Download> singles = new HashMap<>();

  /** Files that the tracker was asked for. */
  private final BitSet asked = new BitSet();

  /** Files that are begun when all others are decided. */
  private final Deque<Integer> last = new ArrayDeque<>();

  private @Nullable Future<?> ticker;
  private boolean preparing = true;
  private boolean over;

  /** Why it ends before its time. */
  private @Nullable Throwable stopped;

  BulkProcess(
      DownloadContext context,
      EventLoop loop,
      List<WantedFile> files,
      DownloadOptions options,
      SingleDownloads downloads,
      OutcomeFeed outcomes) {
    this.context = context;
    this.loop = loop;
    this.files = files;
    this.options = options;
    this.downloads = downloads;
    this.outcomes = outcomes;
    this.plan = new BatchPlan(files.size());
    this.search = new SourceSearch(context, loop, this::searched);
    this.batches = new BatchPhase(loop, context.memory(), plan, this::transfer);
  }

  private BatchTransfer transfer(MemoryBudget.Account memory) {
    BatchSink sink = new BatchSink(context, files, options.overwrite(), options.keepSharing());
    return new BatchTransfer(context, loop, files, plan, sink, memory, this);
  }

  // --- Phases ---

  /** Begins: looks at the disk, and for sources meanwhile. */
  void prepare() {
    ticker =
        loop.scheduleWithFixedDelay(
            this::onChange, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    search.dial(options.sources());
    try {
      context.workers().execute(this::prepareNow);
    } catch (RejectedExecutionException e) {
      preparing = false;
      stop(new ShoalException("the node's workers take no more work", e));
    }
  }

  /** On a worker. */
  private void prepareNow() {
    try {
      Preparation sorted = Preparation.of(files, context.library());
      loop.execute(() -> begin(sorted));
    } catch (RuntimeException | OutOfMemoryError e) {
      loop.execute(
          () -> {
            preparing = false;
            stop(new ShoalException("looking at the destinations failed: " + e.getMessage(), e));
          });
    }
  }

  private void begin(Preparation sorted) {
    preparing = false;
    List<Integer> inBatches = options.group().isEmpty() ? sorted.inBatches() : List.of();
    if (inBatches.isEmpty()) { // what is for a group's members, these give one by one
      sorted.inBatches().forEach(plan::wantByItself);
    }
    inBatches.forEach(plan::want);
    sorted.byThemselves().forEach(plan::wantByItself);
    last.addAll(sorted.last());
    if (stopped == null && !inBatches.isEmpty()) {
      askTracker(inBatches.get(0));
    }
    onChange();
  }

  private void searched(@Nullable PeerLink link) {
    if (link != null) {
      batches.add(link);
    }
    onChange();
  }

  // --- What happens meanwhile ---

  @Override
  public void onStored(BatchSink.Stored stored) {
    for (int i = 0; i < stored.decided().size(); i++) {
      outcomes.decide(stored.decided().get(i), stored.outcomes().get(i));
    }
    stored.taken().forEach(plan::wantByItself);
  }

  @Override
  public void onError(int[] among, ShoalException cause) {
    for (int file : among) {
      fail(file, cause);
    }
  }

  @Override
  public void onSourceEnd(BatchSource source, BatchTransfer.End why) {
    if (why == BatchTransfer.End.LOST) {
      search.lost(source.address());
    } else {
      search.drop(source.address());
    }
  }

  @Override
  public void onChange() {
    if (over || preparing) {
      return;
    }
    if (stopped == null) {
      batches.pump();
      while (singles.size() < MOST_SINGLES && beginSingle()) {}
      if (!search.isBusy()) {
        batches.restIfUseless();
      }
    }
    if (isQuiet() && (stopped != null || outcomes.isWhole())) {
      end();
    }
  }

  private boolean beginSingle() {
    int file = plan.nextByChunk();
    if (file < 0) {
      file = hopelessOrphan();
    }
    if (file < 0 && plan.isExhausted() && isQuiet() && !last.isEmpty()) {
      file = last.remove();
    }
    if (file < 0) {
      return false;
    }
    begin(file);
    return true;
  }

  private boolean isQuiet() {
    return singles.isEmpty() && batches.isIdle();
  }

  /** A file that no source gives, and about which it makes no sense to ask the tracker. */
  private int hopelessOrphan() {
    int file = search.isBusy() || batches.isOpening() ? -1 : plan.nextOrphan();
    if (file < 0) {
      return -1;
    }
    if (search.mayAsk() && !asked.get(file)) {
      askTracker(file);
      return -1;
    }
    plan.takeOrphan(file);
    return file;
  }

  private void askTracker(int file) {
    if (search.mayAsk()) {
      asked.set(file);
      search.ask(files.get(file).fileId());
    }
  }

  private void begin(int file) {
    WantedFile wanted = files.get(file);
    try {
      DownloadOptions own = options.withDownloadLimit(0).withWaitFor(waitLeft());
      Download download = downloads.begin(context, wanted, own);
      singles.put(file, download);
      download
          .completion()
          .whenComplete((result, failure) -> loop.execute(() -> ended(file, result, failure)));
    } catch (IllegalStateException e) {
      fail(file, new ShoalException("the node was closed", e));
    }
  }

  /** All files together are waited for as long as one would be. */
  private Duration waitLeft() {
    Duration left = options.waitFor().minusNanos(System.nanoTime() - beganNanos);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private void ended(int file, @Nullable DownloadResult result, @Nullable Throwable failure) {
    singles.remove(file);
    if (failure != null) {
      Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
      fail(file, cause == null ? failure : cause);
    } else {
      WantedFile wanted = files.get(file);
      outcomes.decide(file, new FileOutcome(wanted.fileId(), wanted.destination(), result, null));
    }
    onChange();
  }

  private void fail(int file, Throwable cause) {
    WantedFile wanted = files.get(file);
    outcomes.decide(file, new FileOutcome(wanted.fileId(), wanted.destination(), null, cause));
  }

  // --- The end ---

  /** Gives up whatever is not complete, by request; what is being stored still is. */
  void cancel(Throwable cause) {
    stop(cause);
    List.copyOf(singles.values()).forEach(Download::cancel);
  }

  /** Begins nothing more and ends as soon as what is under way does. */
  void stop(Throwable cause) {
    if (stopped != null || over) {
      return;
    }
    stopped = cause;
    search.stop();
    batches.stop();
    onChange();
  }

  private void end() {
    over = true;
    search.stop();
    batches.stop();
    batches.end();
    if (ticker != null) {
      ticker.cancel(false);
    }
    if (stopped != null) {
      for (int file = 0; file < files.size(); file++) {
        fail(file, stopped);
      }
    }
    outcomes.complete();
  }
}
