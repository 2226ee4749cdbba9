package dev.shoal.peer.internal.download;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadProgress;
import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.DownloadState;
import dev.shoal.peer.IntegrityException;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.UnreachableException;
import dev.shoal.peer.internal.link.PeerLink;
import dev.shoal.peer.internal.schedule.MemoryBudget;
import dev.shoal.peer.internal.serve.ServedFile;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.Manifest;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One download, from the question who has the file to the file in its place.
 *
 * <p>Public methods may be called from any thread; state belongs to one event loop, and everything
 * that blocks runs on a worker.
 */
public final class DownloadTask implements Download, Transfer.Listener, EarlyLinks.Listener {
  private static final Logger log = LoggerFactory.getLogger(DownloadTask.class);
  private static final long TICK_MILLIS = 100;
  private static final int TICKS_PER_REPORT = 2;

  private final DownloadContext context;
  private final EventLoop loop;
  private final FileId fileId;
  private final Path destination;
  private final DownloadOptions options;
  private final Runnable onOver;
  private final Discovery discovery;
  private final DiskWork disk;
  private final Tally tally = new Tally();
  private final ProgressFeed progress = new ProgressFeed();
  private final CompletableFuture<DownloadResult> completion = new CompletableFuture<>();

  private final EarlyLinks early;

  private volatile boolean ending;
  private DownloadState state = DownloadState.SEARCHING;
  private boolean paused;

  /** Whether a worker is at it; then nothing ends before it is done. */
  private boolean working;

  /** Whether file and memory were let go of, or are about to be. */
  private boolean cleaned;

  /** Whether nothing is left of it. */
  private boolean over;

  private long startNanos;
  private long progressNanos;
  private int ticks;
  private long keptBytes;
  private @Nullable Manifest manifest;
  private MemoryBudget.@Nullable Account memory;
  private @Nullable CompletableFuture<MemoryBudget.Account> memoryWanted;
  private @Nullable Opened opened;
  private @Nullable Transfer transfer;
  private @Nullable Future<?> ticker;
  private @Nullable Throwable failure;

  /**
   * A download that does nothing before {@link #start()}.
   *
   * @param loop owns the state
   * @param onOver called when nothing of it is left
   */
  public DownloadTask(
      DownloadContext context,
      EventLoop loop,
      FileId fileId,
      Path destination,
      DownloadOptions options,
      Runnable onOver) {
    this.context = context;
    this.loop = loop;
    this.fileId = fileId;
    this.destination = destination;
    this.options = options;
    this.onOver = onOver;
    this.discovery = new Discovery(context, fileId, options.sources(), loop, this::linked);
    this.early = new EarlyLinks(fileId, loop, context.workers(), this);
    this.disk = new DiskWork(context, fileId, destination, options.overwrite(), () -> !ending);
  }

  // --- The application's side, any thread ---

  /** Begins. */
  public void start() {
    loop.execute(this::prepare);
  }

  @Override
  public FileId fileId() {
    return fileId;
  }

  @Override
  public Path destination() {
    return destination;
  }

  @Override
  public DownloadProgress progress() {
    return progress.latest();
  }

  @Override
  public Download onProgress(Consumer<DownloadProgress> listener) {
    progress.add(listener);
    return this;
  }

  @Override
  public CompletableFuture<DownloadResult> completion() {
    return completion.copy();
  }

  @Override
  public void pause() {
    loop.execute(
        () -> {
          paused = true;
          if (transfer != null && state == DownloadState.DOWNLOADING) {
            state = DownloadState.PAUSED;
            transfer.pause();
            report();
          }
        });
  }

  @Override
  public void resume() {
    loop.execute(
        () -> {
          paused = false;
          if (transfer != null && state == DownloadState.PAUSED) {
            state = DownloadState.DOWNLOADING;
            progressNanos = System.nanoTime();
            transfer.resume();
            report();
          }
        });
  }

  @Override
  public void cancel() {
    endUnlessFinishing(DownloadState.CANCELLED, new CancellationException("cancelled"));
  }

  /** Ends it because the node closes; what is verified stays for another attempt. */
  public void shutDown() {
    endUnlessFinishing(DownloadState.FAILED, new ShoalException("the node was closed", null));
  }

  /** With every byte here, putting the file in its place is not interrupted any more. */
  private void endUnlessFinishing(DownloadState last, Throwable cause) {
    loop.execute(
        () -> {
          if (state != DownloadState.FINISHING) {
            end(last, cause);
          }
        });
  }

  // --- Phases, on the loop ---

  private void prepare() {
    startNanos = System.nanoTime();
    Optional<ServedFile> local = context.library().find(fileId);
    work(
        () -> {
          Optional<Manifest> earlier = disk.prepare();
          return earlier.isPresent() || local.isEmpty()
              ? earlier
              : Optional.of(local.get().manifest(0).join());
        },
        this::search);
  }

  private void search(Optional<Manifest> earlier) {
    if (ending) {
      return;
    }
    ticker = loop.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    earlier.ifPresent(this::know);
    discovery.tick(System.nanoTime());
  }

  private void linked(PeerLink link) {
    if (ending) {
      link.letGo();
    } else if (transfer != null) {
      transfer.add(link);
    } else {
      early.add(link);
    }
  }

  @Override
  public void onManifest(Manifest found) {
    know(found);
  }

  @Override
  public void onUseless(PeerLink link, Throwable cause) {
    discovery.lost(link, cause);
    link.letGo();
  }

  /** What the file consists of is known: waits for memory, then opens the part file. */
  private void know(Manifest found) {
    if (manifest != null || ending) {
      return;
    }
    manifest = found;
    early.known();
    state = DownloadState.QUEUED;
    memoryWanted = context.memory().open(found.layout().chunkSize());
    memoryWanted.whenComplete(
        (account, problem) -> {
          if (problem == null) {
            loop.execute(() -> open(found, account));
          }
        });
  }

  private void open(Manifest found, MemoryBudget.Account account) {
    if (ending) {
      account.close();
      return;
    }
    memory = account;
    state = DownloadState.CHECKING;
    Optional<ServedFile> local = context.library().find(fileId);
    work(() -> disk.open(found, local), result -> opened(found, account, result));
  }

  private void opened(Manifest found, MemoryBudget.Account account, Opened result) {
    opened = result;
    if (ending) {
      return; // cleaned up by whoever called
    }
    keptBytes = result.heldBytes();
    tally.kept(keptBytes);
    if (result.held().isComplete()) {
      finish();
      return;
    }
    state = paused ? DownloadState.PAUSED : DownloadState.DOWNLOADING;
    progressNanos = System.nanoTime();
    context.library().addPart(result.holding(), result.held());
    ChunkSink sink =
        new ChunkSink(
            found,
            result.part(),
            result.holding(),
            context.library(),
            context.hashers(),
            context.workers());
    Transfer started =
        new Transfer(found, result.held(), loop, context.allocator(), account, sink, tally, this);
    transfer = started;
    if (paused) {
      started.pause();
    }
    early.drain().forEach(started::add);
    report();
  }

  @Override
  public void onDelivered(SourceSession source) {
    progressNanos = System.nanoTime();
    discovery.delivered(source.link());
  }

  @Override
  public void onBadChunk(SourceSession source) {
    discovery.ban(source.link());
  }

  @Override
  public void onSourceEnd(SourceSession source, Throwable cause) {
    discovery.lost(source.link(), cause);
  }

  @Override
  public void onError(ShoalException cause) {
    end(DownloadState.FAILED, cause);
  }

  @Override
  public void onComplete() {
    finish();
  }

  private void finish() {
    state = DownloadState.FINISHING;
    discovery.stop();
    report();
    Opened complete = opened;
    if (complete == null) {
      return;
    }
    Runnable publish =
        () ->
            work(
                () -> {
                  disk.publish(complete, options.keepSharing());
                  return complete;
                },
                published -> end(DownloadState.COMPLETE, null));
    if (transfer == null) {
      publish.run();
    } else {
      transfer.stop(publish);
    }
  }

  private void tick() {
    long now = System.nanoTime();
    if (!ending && state != DownloadState.FINISHING) {
      if (state != DownloadState.PAUSED) {
        discovery.tick(now);
      }
      if (transfer != null) {
        transfer.pump();
      } else {
        early.tick(now);
      }
      giveUpIfHopeless(now);
    }
    if (++ticks % TICKS_PER_REPORT == 0) {
      report();
    }
  }

  private void giveUpIfHopeless(long now) {
    boolean fruitless = discovery.isFruitless() && early.isEmpty();
    if (state == DownloadState.SEARCHING) {
      if (fruitless && now - startNanos >= options.waitFor().toNanos()) {
        end(DownloadState.FAILED, discovery.verdict());
      }
    } else if (state == DownloadState.DOWNLOADING) {
      if (fruitless && now - progressNanos >= patience().toNanos()) {
        end(DownloadState.FAILED, discovery.verdict());
      } else if (!fruitless && now - progressNanos >= options.stall().toNanos()) {
        end(DownloadState.FAILED, stalled());
      }
    }
  }

  /**
   * Sources that all went away may come back; ones that never were there, or only lied, need not be
   * waited for.
   */
  private Duration patience() {
    boolean delivered = tally.verifiedBytes() > keptBytes;
    boolean tried =
        tally.fetchedBytes() > 0 && !(discovery.verdict() instanceof IntegrityException);
    return delivered || tried ? options.stall() : options.waitFor();
  }

  private ShoalException stalled() {
    return new UnreachableException(
        "no source has sent anything of use for " + options.stall().toSeconds() + " s", null);
  }

  // --- The end, on the loop ---

  /** Decides how it ends; the first decision counts. */
  private void end(DownloadState last, @Nullable Throwable cause) {
    if (ending) {
      return;
    }
    ending = true;
    failure = cause;
    state = last;
    discovery.stop();
    if (memoryWanted != null && memory == null) {
      memoryWanted.cancel(false);
    }
    early.drain().forEach(PeerLink::letGo);
    if (transfer == null) {
      cleanUp();
    } else {
      transfer.stop(this::cleanUp);
    }
  }

  /** Lets go of file and memory once nobody is at them. */
  private void cleanUp() {
    if (working || over) {
      return; // comes back here when the worker is done
    }
    Opened open = opened;
    boolean discard = state == DownloadState.CANCELLED;
    if (cleaned || (open == null && !discard)) {
      over();
      return;
    }
    cleaned = true;
    if (open != null) {
      context.library().remove(open.holding(), ErrorCode.NOT_FOUND, "the download has ended");
    }
    work(
        () -> {
          disk.leave(open, discard);
          return discard;
        },
        left -> over());
  }

  private void over() {
    if (over) {
      return;
    }
    over = true;
    if (memory != null) {
      memory.close();
    }
    if (ticker != null) {
      ticker.cancel(false);
    }
    report();
    onOver.run();
    if (failure != null) {
      completion.completeExceptionally(failure);
    } else {
      completion.complete(
          new DownloadResult(
              destination,
              tally.verifiedBytes(),
              keptBytes,
              tally.fetchedBytes(),
              Duration.ofNanos(tally.elapsedNanos()),
              tally.sources(System.nanoTime())));
    }
  }

  // --- Helpers ---

  /** Runs something that blocks on a worker, and what follows on the loop. */
  private <T> void work(Callable<T> task, Consumer<T> next) {
    working = true;
    try {
      context
          .workers()
          .execute(
              () -> {
                try {
                  T result = task.call();
                  loop.execute(() -> worked(() -> next.accept(result)));
                } catch (Throwable e) { // a lack of memory must end the download, not hang it
                  loop.execute(() -> worked(() -> failed(e)));
                }
              });
    } catch (RejectedExecutionException e) {
      worked(() -> failed(e));
    }
  }

  private void worked(Runnable next) {
    working = false;
    boolean waitedFor = ending && !over;
    next.run();
    if (waitedFor) {
      cleanUp();
    }
  }

  private void failed(Throwable problem) {
    if (ending) {
      return;
    }
    if (problem instanceof ShoalException) {
      end(DownloadState.FAILED, problem);
    } else {
      log.error("a download failed", problem);
      end(
          DownloadState.FAILED,
          new ShoalException("the download failed: " + problem.getMessage(), problem));
    }
  }

  private void report() {
    long now = System.nanoTime();
    long total = manifest == null ? -1 : manifest.layout().length();
    long rate = tally.bytesPerSecond(now);
    long left = total - tally.verifiedBytes();
    Duration eta = total < 0 || rate == 0 ? null : Duration.ofSeconds((left + rate - 1) / rate);
    progress.update(
        new DownloadProgress(
            state,
            total,
            tally.verifiedBytes(),
            keptBytes,
            tally.fetchedBytes(),
            rate,
            eta,
            tally.sources(now)));
  }
}
