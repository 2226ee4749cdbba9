package dev.shoal.peer.internal.download;

import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.DownloadState;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.internal.fetch.HttpTarget;
import dev.shoal.peer.internal.link.PeerLink;
import dev.shoal.peer.internal.outcome.Failure;
import dev.shoal.peer.internal.schedule.MemoryBudget;
import dev.shoal.peer.internal.serve.ServedFile;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.Manifest;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One download, from the question who has the file to the file in its place. Belongs to one event
 * loop; whatever blocks is a step on a worker.
 *
 * <p>{@link #prepare}, then with a manifest from the disk, from a source or of what a URL gave
 * {@link #onManifest}, then with memory {@link #open}, {@link #fetch} and {@link #finish}. From
 * anywhere {@link #end}, which lets go of everything and then completes the future.
 */
final class DownloadProcess implements Transfer.Listener, EarlyLinks.Listener, WholeFetch.Listener {
  private static final Logger log = LoggerFactory.getLogger(DownloadProcess.class);
  private static final long TICK_MILLIS = 100;
  private static final int TICKS_PER_REPORT = 2;
  private static final int TICKS_PER_REVIEW = 10;

  /** So long peers may take to tell what the file consists of before a URL is asked for all. */
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final int[] NONE = {};

  private final DownloadContext context;
  private final EventLoop loop;
  private final FileId fileId;
  private final Path destination;
  private final DownloadOptions options;
  private final Demands demands;
  private final ProgressFeed progress;
  private final CompletableFuture<DownloadResult> completion;
  private final Origin origin;
  private final Discovery discovery;
  private final HttpSources urls;
  private final EarlyLinks early;
  private final WholeFetch whole;
  private final DiskWork disk;
  private final WorkerSteps steps;
  private final Patience patience;
  private final MemoryClaim memory;
  private final Tally tally = new Tally();
  private DownloadState state = DownloadState.SEARCHING;
  private boolean paused;
  private int ticks;
  private long searchNanos;
  private @Nullable Future<?> ticker;
  private @Nullable Manifest manifest;
  private @Nullable Opened opened;
  private @Nullable Transfer transfer;

  /** Whether it is decided how it ends; read by workers, which then stop what takes long. */
  private volatile boolean ending;

  private @Nullable Throwable failure;

  /** Whether the disk was left, or is about to be. */
  private boolean leaving;

  /** Whether nothing is left of it. */
  private boolean over;

  DownloadProcess(
      DownloadContext context,
      EventLoop loop,
      FileId fileId,
      Path destination,
      DownloadOptions options,
      List<HttpTarget> given,
      Demands demands,
      ProgressFeed progress,
      CompletableFuture<DownloadResult> completion) {
    this.context = context;
    this.loop = loop;
    this.fileId = fileId;
    this.destination = destination;
    this.options = options;
    this.demands = demands;
    this.progress = progress;
    this.completion = completion;
    this.memory = new MemoryClaim(context.memory(), loop);
    this.origin =
        options.group().isEmpty()
            ? new PublicOrigin(context, fileId)
            : new GroupOrigin(context, loop, fileId, options.group(), options.waitFor());
    this.discovery =
        new Discovery(
            context, fileId, origin, options.sources(), loop, this::lacksLittle, this::linked);
    this.urls = new HttpSources(context, given, loop, demands.limit());
    this.early = new EarlyLinks(fileId, loop, context.workers(), this);
    this.disk =
        new DiskWork(
            context, fileId, destination, options.overwrite(), origin::audience, () -> !ending);
    this.whole =
        new WholeFetch(context, loop, fileId, urls, demands, disk, tally, options.stall(), this);
    this.steps = new WorkerSteps(loop, context.workers());
    this.patience = new Patience(options, System.nanoTime());
  }

  // --- Phases ---

  /** Begins: finds out whether the file may be had, looks at the disk, then for sources. */
  void prepare() {
    origin.prepare().whenComplete((ready, problem) -> onLoop(() -> prepared(problem)));
  }

  private void onLoop(Runnable action) {
    if (loop.inEventLoop()) {
      action.run();
    } else {
      loop.execute(action);
    }
  }

  private void prepared(@Nullable Throwable problem) {
    if (problem != null) {
      failed(Failure.cause(problem));
    } else if (!ending) {
      look();
    }
  }

  private void look() {
    Optional<ServedFile> local = context.library().find(fileId);
    step(
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
    searchNanos = System.nanoTime();
    ticker = loop.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    earlier.ifPresent(this::onManifest);
    discovery.start();
  }

  private void linked(PeerLink link) {
    if (ending) {
      link.letGo();
    } else if (transfer != null) {
      use(link, transfer);
    } else {
      early.add(link);
    }
  }

  private void use(PeerLink link, Transfer into) {
    Opened ready = Objects.requireNonNull(opened, "what is fetched is open");
    into.add(
        new SourceSession(
            link,
            ready.part().manifest(),
            loop,
            context.allocator(),
            demands.limit(),
            context.downloads(),
            into,
            discovery));
  }

  @Override
  public void onUseless(PeerLink link, Throwable cause) {
    discovery.lost(link, cause);
  }

  /** What the file consists of is known: waits for memory. */
  @Override
  public void onManifest(Manifest found) {
    if (manifest != null || ending) {
      return;
    }
    manifest = found;
    early.known();
    demands.readable().known(found.layout());
    state = DownloadState.QUEUED;
    whole.halt(() -> memory.want(found.layout().chunkSize(), account -> open(found, account)));
  }

  private void open(Manifest found, MemoryBudget.Account account) {
    if (ending) {
      return;
    }
    state = DownloadState.CHECKING;
    Optional<WholeFetch.Received> received = whole.take();
    Optional<ServedFile> local =
        received.isPresent() ? Optional.empty() : context.library().find(fileId);
    step(
        () -> disk.open(found, local, received),
        ready -> {
          received.ifPresentOrElse(
              some -> tally.verified(some.from(), ready.heldBytes(), System.nanoTime()),
              () -> tally.kept(ready.heldBytes()));
          fetch(ready, account);
        });
  }

  private void fetch(Opened ready, MemoryBudget.Account account) {
    opened = ready;
    if (ending) {
      return; // the step that led here lets go of it
    }
    demands.readable().opened(ready);
    if (ready.held().isComplete()) {
      finish();
      return;
    }
    state = paused ? DownloadState.PAUSED : DownloadState.DOWNLOADING;
    patience.renew(System.nanoTime());
    context.library().addPart(ready.holding(), ready.held());
    Transfer started = new Transfer(context, ready, loop, account, demands, tally, this);
    transfer = started;
    if (paused) {
      started.pause();
    }
    early.drain().forEach(link -> use(link, started));
    urls.start(ready.part().manifest().layout(), started);
    report();
  }

  private void finish() {
    state = DownloadState.FINISHING;
    discovery.stop();
    urls.stop();
    report();
    if (transfer == null) {
      publish();
    } else {
      transfer.stop(this::publish);
    }
  }

  private void publish() {
    Opened complete = opened;
    if (complete != null) {
      step(
          () -> {
            disk.publish(complete, options.keepSharing());
            return complete;
          },
          published -> end(DownloadState.COMPLETE, null));
    }
  }

  // --- What happens meanwhile ---

  @Override
  public void onDelivered(int chunk) {
    demands.readable().gained(chunk);
    patience.renew(System.nanoTime());
  }

  @Override
  public void onArrived() {
    patience.renew(System.nanoTime());
  }

  @Override
  public void onFailed(Throwable cause) {
    failed(cause);
  }

  @Override
  public void onError(ShoalException cause) {
    end(DownloadState.FAILED, cause);
  }

  @Override
  public void onComplete() {
    finish();
  }

  void pause() {
    paused = true;
    whole.pause();
    if (state == DownloadState.DOWNLOADING) {
      state = DownloadState.PAUSED;
      if (transfer != null) {
        transfer.pause();
      }
      report();
    }
  }

  void resume() {
    if (paused) {
      patience.renew(System.nanoTime());
    }
    paused = false;
    whole.resume();
    if (state == DownloadState.PAUSED) {
      state = transfer == null ? DownloadState.SEARCHING : DownloadState.DOWNLOADING;
      if (transfer != null) {
        transfer.resume();
      }
      report();
    }
  }

  /** More peers to be asked. */
  void addSources(List<InetSocketAddress> peers) {
    if (!ending) {
      discovery.learned(peers);
    }
  }

  /** More URLs to be used. */
  void addUrls(List<HttpTarget> more) {
    if (!ending) {
      urls.add(more);
    }
  }

  /** The application demands something else. */
  void onDemand() {
    if (transfer != null) {
      transfer.pump();
    }
  }

  /** Ends it by request. With every byte here, putting the file in its place is not interrupted. */
  void stop(DownloadState last, Throwable cause) {
    if (state != DownloadState.FINISHING) {
      end(last, cause);
    }
  }

  private void tick() {
    long now = System.nanoTime();
    if (!ending && state != DownloadState.FINISHING) {
      if (state != DownloadState.PAUSED) {
        discovery.tick(now);
        urls.tick(now);
      }
      if (transfer != null) {
        transfer.pump();
        if (ticks % TICKS_PER_REVIEW == 0) {
          transfer.review(discovery.isCrowded(now), now);
        }
      } else {
        early.tick(now);
      }
      if (manifest == null) {
        askForAll(now);
      }
      giveUpIfHopeless(now);
    }
    if (++ticks % TICKS_PER_REPORT == 0) {
      report();
    }
  }

  /** Without peers that tell what the file consists of, a URL may give all of it. */
  private void askForAll(long now) {
    if (isAlone(now) || whole.isHopeful() || now - searchNanos >= GRACE_NANOS) {
      whole.tick(now);
    }
    if (state == DownloadState.SEARCHING || state == DownloadState.DOWNLOADING) {
      state = whole.isFetching() ? DownloadState.DOWNLOADING : DownloadState.SEARCHING;
    }
  }

  /** Whether no peer is connected or being tried. */
  private boolean isAlone(long now) {
    return discovery.isFruitless(now) && early.isEmpty();
  }

  /** Whether nine tenths of the file are here, which is nobody's business if it is private. */
  private boolean lacksLittle() {
    return opened != null
        && opened.holding().audience().everybody()
        && 10 * tally.verifiedBytes() >= 9 * opened.part().manifest().layout().length();
  }

  private void giveUpIfHopeless(long now) {
    discovery
        .end()
        .or(() -> hopelessness(now))
        .ifPresent(cause -> end(DownloadState.FAILED, cause));
  }

  private Optional<ShoalException> hopelessness(long now) {
    boolean searching = state == DownloadState.SEARCHING;
    if (!searching && (state != DownloadState.DOWNLOADING || transfer == null)) {
      return Optional.empty();
    }
    boolean alone = isAlone(now);
    boolean hopeful = !urls.isFruitless() || whole.isHopeful();
    if (!searching && (!alone || hopeful)) {
      return patience.stalled(now);
    }
    if (!alone || whole.isBusy()) {
      return Optional.empty();
    }
    ShoalException peers = discovery.verdict();
    boolean over =
        hopeful
            ? !paused && patience.isUsedUp(now)
            : patience.isOver(tally, urls.isLie(peers), now);
    return over ? Optional.of(urls.verdict(peers)) : Optional.empty();
  }

  // --- The end ---

  /** Decides how it ends; the first decision counts. */
  private void end(DownloadState last, @Nullable Throwable cause) {
    if (ending) {
      return;
    }
    ending = true;
    failure = cause;
    state = last;
    discovery.stop();
    urls.stop();
    memory.withdraw();
    if (cause != null) {
      demands.readable().failed(cause);
    }
    early.drain().forEach(PeerLink::letGo);
    whole.stop(this::stopTransfer);
  }

  private void stopTransfer() {
    if (transfer == null) {
      leaveDisk();
    } else {
      transfer.stop(this::leaveDisk);
    }
  }

  /** Lets go of what is on disk as soon as no worker is at it, then of the rest. */
  private void leaveDisk() {
    if (steps.isBusy() || over) {
      return; // the step under way leads here
    }
    Opened open = opened;
    boolean discard = state == DownloadState.CANCELLED;
    if (leaving || (open == null && !discard)) {
      letGo();
      return;
    }
    leaving = true;
    if (open != null) {
      context.library().remove(open.holding(), ErrorCode.NOT_FOUND, "the download has ended");
    }
    step(
        () -> {
          disk.leave(open, discard);
          return discard;
        },
        left -> {});
  }

  private void letGo() {
    over = true;
    memory.close();
    if (ticker != null) {
      ticker.cancel(false);
    }
    report();
    if (failure != null) {
      completion.completeExceptionally(failure);
    } else {
      completion.complete(tally.result(destination, System.nanoTime()));
    }
  }

  /** A step on a worker. What was decided meanwhile is carried out after it. */
  private <T> void step(Callable<T> blocking, Consumer<T> next) {
    steps.run(
        blocking,
        result -> {
          boolean decided = ending;
          next.accept(result);
          leaveDiskIf(decided);
        },
        thrown -> {
          boolean decided = ending;
          failed(thrown);
          leaveDiskIf(decided);
        });
  }

  private void leaveDiskIf(boolean decided) {
    if (decided) {
      leaveDisk();
    }
  }

  private void failed(Throwable thrown) {
    if (ending) {
      return;
    }
    if (!(thrown instanceof ShoalException)) {
      log.error("a download failed", thrown);
    }
    end(
        DownloadState.FAILED,
        thrown instanceof ShoalException
            ? thrown
            : new ShoalException("the download failed: " + thrown.getMessage(), thrown));
  }

  private void report() {
    long total = manifest == null ? -1 : manifest.layout().length();
    demands.readable().requested(transfer == null ? NONE : transfer.requested());
    progress.update(tally.progress(state, total, urls.problems(), System.nanoTime()));
  }
}
