package dev.shoal.peer.internal.download;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadChunks;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadPriority;
import dev.shoal.peer.DownloadProgress;
import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.DownloadState;
import dev.shoal.peer.DownloadStream;
import dev.shoal.peer.SharedFile;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.internal.fetch.HttpTarget;
import dev.shoal.protocol.FileId;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What the application holds of a download: hands over to its event loop. Thread-safe. */
public final class DownloadTask implements Download {
  private final DownloadContext context;
  private final EventLoop loop;
  private final FileId fileId;
  private final Path destination;
  private final String group;
  private final UrlList urls;
  private final ProgressFeed progress = new ProgressFeed();
  private final CompletableFuture<DownloadResult> completion = new CompletableFuture<>();
  private final Demands demands;
  private final DownloadProcess process;

  /**
   * A download that does nothing before {@link #start()}.
   *
   * @param loop runs it
   * @throws IllegalArgumentException if it is in a group and names sources, as nobody says who is
   *     to be expected there
   */
  public DownloadTask(
      DownloadContext context,
      EventLoop loop,
      FileId fileId,
      Path destination,
      DownloadOptions options) {
    requireSoundSources(options);
    this.group = options.group();
    this.urls = new UrlList(options.httpSources());
    this.context = context;
    this.loop = loop;
    this.fileId = fileId;
    this.destination = destination;
    this.demands = Demands.of(context, options);
    this.process =
        new DownloadProcess(
            context, loop, fileId, destination, options, urls.all(), demands, progress, completion);
  }

  /** Throws if a download in a group names sources. */
  public static void requireSoundSources(DownloadOptions options) {
    requireSoundSources(options.group(), options.sources());
  }

  private static void requireSoundSources(String group, List<InetSocketAddress> sources) {
    if (!group.isEmpty() && !sources.isEmpty()) {
      throw new IllegalArgumentException(
          "sources can't be given for a download in a group: only its tracker knows its members'"
              + " nodes");
    }
  }

  /** Begins. */
  public void start() {
    loop.execute(process::prepare);
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
  public DownloadChunks chunks() {
    return demands.readable().chunks();
  }

  @Override
  public Optional<SharedFile> shared() {
    Path path = destination.toAbsolutePath();
    return context
        .library()
        .find(fileId)
        .filter(served -> progress.latest().state() == DownloadState.COMPLETE)
        .filter(served -> served.path().equals(path))
        .map(served -> served);
  }

  @Override
  public CompletableFuture<DownloadResult> completion() {
    return completion.copy();
  }

  @Override
  public DownloadStream openStream() {
    return new ReadingStream(
        demands.readable(), new ReadPosition(loop, demands.wishes(), process::onDemand));
  }

  @Override
  public void setPriority(DownloadPriority priority) {
    loop.execute(
        () -> {
          demands.standing().set(priority);
          process.onDemand();
        });
  }

  @Override
  public void setDownloadLimit(long bytesPerSecond) {
    demands.limit().set(bytesPerSecond);
  }

  @Override
  public void addSources(List<InetSocketAddress> peers) {
    requireSoundSources(group, peers);
    List<InetSocketAddress> added = List.copyOf(peers);
    loop.execute(() -> process.addSources(added));
  }

  @Override
  public void addHttpSources(List<URI> more) {
    List<HttpTarget> added = urls.add(more);
    loop.execute(() -> process.addUrls(added));
  }

  @Override
  public void pause() {
    loop.execute(process::pause);
  }

  @Override
  public void resume() {
    loop.execute(process::resume);
  }

  @Override
  public void cancel() {
    CancellationException cause = new CancellationException("the download was cancelled");
    loop.execute(() -> process.stop(DownloadState.CANCELLED, cause));
  }

  /** Lets nobody wait any longer: the node's threads are about to end. */
  public void abandon() {
    ShoalException cause = new ShoalException("the node was closed", null);
    if (completion.completeExceptionally(cause)) {
      demands.readable().failed(cause);
    }
  }

  /** Ends it because the node closes; what is verified stays for another attempt. */
  public void shutDown() {
    ShoalException cause = new ShoalException("the node was closed", null);
    loop.execute(() -> process.stop(DownloadState.FAILED, cause));
  }
}
