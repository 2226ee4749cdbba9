package dev.shoal.peer.cli;

import dev.shoal.peer.PeerNode;
import dev.shoal.peer.SharedFile;
import dev.shoal.peer.TrackerStatus;
import io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The time in which files are shared: tells when one is not any more, or the tracker is away. */
final class Serving {
  private final PeerNode node;
  private final List<SharedFile> files;
  private final Output output;
  private boolean trackerKnows = true;

  Serving(PeerNode node, List<SharedFile> files, Output output) {
    this.node = node;
    this.files = new ArrayList<>(files);
    this.output = output;
  }

  /**
   * Goes on until no file is left.
   *
   * @return the exit code, for why the last one has ended
   * @throws Stopped if a signal came first
   */
  int run(StopSignal stop) throws Exception {
    output.note(
        "Serving on " + NetUtil.toSocketAddressString(node.address()) + ", Ctrl-C to stop.");
    int exitCode = ExitCodes.DONE;
    while (!files.isEmpty()) {
      CompletableFuture<?>[] ends =
          files.stream().map(SharedFile::stopped).toArray(CompletableFuture<?>[]::new);
      stop.await(CompletableFuture.anyOf(ends).handle((end, failure) -> end), this::watchTracker);
      exitCode = Shares.dropEnded(files, output).orElse(exitCode);
    }
    return exitCode;
  }

  private void watchTracker() {
    node.trackerStatus().ifPresent(this::tell);
  }

  private void tell(TrackerStatus now) {
    if (trackerKnows && !now.connected()) {
      output.warn(
          "the tracker " + now.tracker() + " is not reached; trying on, and serving meanwhile");
    } else if (now.connected() && !trackerKnows) {
      output.note("The tracker " + now.tracker() + " is reached.");
    }
    trackerKnows = now.connected();
  }
}
