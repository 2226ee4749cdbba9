package dev.shoal.peer.service;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadChunks;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadPriority;
import dev.shoal.peer.DownloadProgress;
import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.DownloadState;
import dev.shoal.peer.DownloadStream;
import dev.shoal.peer.SharedFile;
import dev.shoal.peer.SourceProgress;
import dev.shoal.protocol.FileId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A download that does what a test says. */
final class FakeDownload implements Download {
  final DownloadOptions options;
  final CompletableFuture<DownloadResult> completion = new CompletableFuture<>();
  final List<InetSocketAddress> peersAdded = new ArrayList<>();
  final List<URI> urlsAdded = new ArrayList<>();
  DownloadState state = DownloadState.SEARCHING;
  private boolean begun = true;
  boolean paused;
  boolean cancelled;

  /** Whether nobody is there whom it could come from. */
  boolean alone;

  long limit;
  Optional<SharedFile> shared = Optional.empty();
  private final FileId fileId;
  private final Path destination;

  FakeDownload(FileId fileId, Path destination, DownloadOptions options) {
    this.fileId = fileId;
    this.destination = destination;
    this.options = options;
  }

  /** All of it is there. */
  void complete(long length) {
    state = DownloadState.COMPLETE;
    completion.complete(
        new DownloadResult(destination, length, 0, length, Duration.ofSeconds(1), List.of()));
  }

  /** It does not work. */
  void fail(Exception cause) {
    begun = state != DownloadState.SEARCHING;
    state = DownloadState.FAILED;
    completion.completeExceptionally(cause);
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
    boolean known = state != DownloadState.SEARCHING && begun;
    List<SourceProgress> sources =
        state == DownloadState.DOWNLOADING && !alone
            ? List.of(
                new SourceProgress(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), 40, 0, true))
            : List.of();
    return new DownloadProgress(state, known ? 100 : -1, known ? 40 : 0, 0, 0, 0, null, sources);
  }

  @Override
  public DownloadChunks chunks() {
    return new DownloadChunks(0, 0, new byte[0], new byte[0]);
  }

  @Override
  public Download onProgress(Consumer<DownloadProgress> listener) {
    return this;
  }

  @Override
  public DownloadStream openStream() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setPriority(DownloadPriority priority) {}

  @Override
  public void setDownloadLimit(long bytesPerSecond) {
    limit = bytesPerSecond;
  }

  @Override
  public void addSources(List<InetSocketAddress> peers) {
    peersAdded.addAll(peers);
  }

  @Override
  public void addHttpSources(List<URI> urls) {
    urlsAdded.addAll(urls);
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
  }

  @Override
  public void cancel() {
    cancelled = true;
    state = DownloadState.CANCELLED;
    completion.completeExceptionally(new CancellationException());
  }

  @Override
  public Optional<SharedFile> shared() {
    return shared;
  }

  @Override
  public CompletableFuture<DownloadResult> completion() {
    return completion;
  }
}
