package dev.shoal.peer.internal.bulk;

import dev.shoal.peer.BulkDownload;
import dev.shoal.peer.BulkProgress;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.FileOutcome;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.WantedFile;
import dev.shoal.peer.internal.download.DownloadContext;
import dev.shoal.peer.internal.download.DownloadTask;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What the application holds of a bulk download: hands over to its event loop. Thread-safe. */
public final class BulkTask implements BulkDownload {
  private final EventLoop loop;
  private final OutcomeFeed outcomes;
  private final BulkProcess process;

  /**
   * A download that does nothing before {@link #start()}.
   *
   * @param context whose download limit is that of all these files together
   * @param loop runs it
   * @param downloads for files that don't travel in batches
   * @throws IllegalArgumentException as {@link DownloadTask#requireSoundSources}, or if it names
   *     URLs
   */
  public BulkTask(
      DownloadContext context,
      EventLoop loop,
      List<WantedFile> files,
      DownloadOptions options,
      SingleDownloads downloads) {
    DownloadTask.requireSoundSources(options);
    if (!options.httpSources().isEmpty()) {
      throw new IllegalArgumentException("a URL is of one file, and can't be given for many");
    }
    this.loop = loop;
    this.outcomes = new OutcomeFeed(loop, files.size());
    this.process = new BulkProcess(context, loop, List.copyOf(files), options, downloads, outcomes);
  }

  /** Begins. */
  public void start() {
    loop.execute(process::prepare);
  }

  @Override
  public BulkProgress progress() {
    return outcomes.progress();
  }

  @Override
  public BulkDownload onOutcome(Consumer<FileOutcome> listener) {
    outcomes.add(listener);
    return this;
  }

  @Override
  public CompletableFuture<List<FileOutcome>> completion() {
    return outcomes.completion().copy();
  }

  @Override
  public void cancel() {
    loop.execute(() -> process.cancel(new CancellationException("the download was cancelled")));
  }

  /** Ends it because the node closes. */
  public void shutDown() {
    loop.execute(() -> process.stop(new ShoalException("the node was closed", null)));
  }

  /** Lets nobody wait any longer: the node's threads are about to end. */
  public void abandon() {
    outcomes.completion().completeExceptionally(new ShoalException("the node was closed", null));
  }
}
