package dev.shoal.peer.cli;

import dev.shoal.peer.service.NodeService;
import dev.shoal.peer.service.ShareInfo;
import dev.shoal.peer.service.ShareRequest;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

/** Shares files by the node that runs, and shows how far it is. */
final class NodeSharing {
  private final NodeService service;
  private final StopSignal stop;
  private final Output output;

  NodeSharing(NodeService service, StopSignal stop, Output output) {
    this.service = service;
    this.stop = stop;
    this.output = output;
  }

  /**
   * Shares a file.
   *
   * @return as it is when it is shared
   * @throws ExecutionException with why it is not
   * @throws Stopped if a signal came first; the node goes on
   */
  ShareInfo share(Path file, ShareRequest request)
      throws Stopped, ExecutionException, InterruptedException {
    Took took = Took.fromNow();
    ShareInfo begun = stop.await(service.addShare(request), () -> {});
    Polling<ShareInfo> polling =
        new Polling<>(
            begun,
            () -> service.share(begun.id()),
            share -> share.state() != ShareInfo.State.PREPARING);
    ShareInfo shared;
    try (ProgressView view = output.progress("hashing " + file.getFileName())) {
      ByteMeter meter =
          new ByteMeter(() -> polling.latest().hashedBytes(), Math.max(0, begun.size()));
      shared = stop.await(polling.over(), () -> view.show(meter.now()));
    }
    if (shared.state() == ShareInfo.State.FAILED) {
      throw new ExecutionException(Troubles.of(shared.problem()));
    }
    took.sumUp("hashed", shared.size(), output);
    return shared;
  }
}
