package dev.shoal.peer.cli;

import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.console.RemoteNode;
import dev.shoal.peer.service.NodeService;
import dev.shoal.peer.service.RestingNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;

/** Ends the node that runs. */
@Command(
    name = "stop",
    description = {
      "Ends the node that runs with this data directory, and waits until it has.",
      "What it shares and downloads goes on when it is started again."
    })
final class StopCommand extends ServiceCommand {
  /** More than a node takes to end. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final long LOOK_MILLIS = 100;

  StopCommand(CommandContext context) {
    super(context);
  }

  /** The line of {@code stop --json}. */
  private record Ended(String state) {}

  @Override
  int run(Output output) throws Exception {
    Path directory = directory();
    Optional<RemoteNode> running = RemoteNode.find(directory);
    if (running.isEmpty()) {
      throw new NotFoundException("no node runs with the data directory " + directory, null);
    }
    try (RemoteNode node = running.get()) {
      return run(node, output);
    }
  }

  @Override
  int run(NodeService service, Output output) throws Exception {
    answer(service.stop());
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (isRunning(directory())) {
      if (System.nanoTime() - end > 0) {
        throw new ShoalException("the node has been told to end, but it runs still", null);
      }
      pause();
    }
    output.result("stopped", new Ended("stopped"));
    return ExitCodes.DONE;
  }

  /** Until its process has ended or let go of what it remembers. */
  private static boolean isRunning(Path directory) throws ShoalException {
    try {
      RestingNode.open(directory).close();
      return false;
    } catch (StorageException e) {
      if (e.reason() == StorageException.Reason.IN_USE) {
        return true;
      }
      throw e;
    }
  }

  private void pause() throws Exception {
    CompletableFuture<Void> later = new CompletableFuture<>();
    answer(later.completeOnTimeout(null, LOOK_MILLIS, TimeUnit.MILLISECONDS));
  }
}
