package dev.shoal.peer.cli;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.DownloadStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Writes a file to a pipe while it is fetched. */
final class Piping {
  private static final int BUFFER_BYTES = 64 << 10;

  private final Download download;
  private final OutputStream pipe;
  private final CompletableFuture<Void> written = new CompletableFuture<>();
  private volatile @Nullable IOException broken;

  private Piping(Download download, OutputStream pipe) {
    this.download = download;
    this.pipe = pipe;
  }

  /**
   * Shows progress until the download is over and written.
   *
   * @throws Stopped if a signal came first
   * @throws ExecutionException with what the download failed with
   * @throws IOException if the pipe takes no more
   */
  static DownloadResult run(
      Download download, OutputStream pipe, StopSignal stop, ProgressView view)
      throws Stopped, ExecutionException, InterruptedException, IOException {
    Piping piping = new Piping(download, pipe);
    Thread writer = new Thread(piping::write, "shoal-pipe");
    writer.setDaemon(true); // nobody waits for a pipe that is not read
    writer.start();
    return piping.follow(stop, view);
  }

  private DownloadResult follow(StopSignal stop, ProgressView view)
      throws Stopped, ExecutionException, InterruptedException, IOException {
    try {
      DownloadResult result = DownloadView.follow(download, stop, view);
      stop.await(written, () -> {});
      return result;
    } catch (ExecutionException | CancellationException e) {
      IOException cause = broken;
      if (cause != null) {
        throw new IOException("the output is not read any more", cause);
      }
      throw e;
    }
  }

  private void write() {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (DownloadStream stream = download.openStream()) {
      for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
        put(buffer, count);
      }
      written.complete(null);
    } catch (IOException | RuntimeException e) {
      written.completeExceptionally(e); // if the download has failed, that tells why
    }
  }

  private void put(byte[] bytes, int count) throws IOException {
    try {
      pipe.write(bytes, 0, count);
    } catch (IOException e) {
      broken = e;
      download.cancel(); // nobody wants the rest
      throw e;
    }
  }
}
