package dev.shoal.peer.cli;

import dev.shoal.peer.service.NodeService;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Mixin;

/**
 * A command about the node that stays running with a data directory; if none runs just now, about
 * what it remembers.
 */
abstract class ServiceCommand extends ShoalCommand {
  @Mixin private final DataOption data = new DataOption();

  ServiceCommand(CommandContext context) {
    super(context);
  }

  /**
   * Does what the command is for.
   *
   * @return the exit code
   * @throws Exception as {@link ShoalCommand#run(Output)}
   */
  abstract int run(NodeService service, Output output) throws Exception;

  @Override
  int run(Output output) throws Exception {
    try (NodeAccess access = NodeAccess.open(directory())) {
      return run(access.service(), output);
    }
  }

  final Path directory() {
    return data.directory();
  }

  /** Waits for an answer. */
  final <T> T answer(CompletableFuture<T> asked)
      throws Stopped, ExecutionException, InterruptedException {
    return stop().await(asked, () -> {});
  }
}
