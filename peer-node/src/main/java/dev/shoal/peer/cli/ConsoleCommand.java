package dev.shoal.peer.cli;

import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.console.RemoteNode;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says where a node's console is. */
@Command(
    name = "console",
    description = {
      "Prints the link to the console of the running node, to be opened in a browser.",
      "Whoever has the link can do with the node what you can: keep it to yourself."
    })
final class ConsoleCommand extends ShoalCommand {
  @Mixin private final DataOption data = new DataOption();

  ConsoleCommand(CommandContext context) {
    super(context);
  }

  /** The line of {@code console --json}. */
  private record Link(String link) {}

  @Override
  int run(Output output) throws Exception {
    Optional<RemoteNode> running = RemoteNode.find(data.directory());
    if (running.isEmpty()) {
      throw new NotFoundException(
          "no node runs with the data directory "
              + data.directory()
              + ": start one with 'shoal"
              + " node'",
          null);
    }
    try (RemoteNode node = running.get()) {
      output.result(node.link(), new Link(node.link()));
    }
    return ExitCodes.DONE;
  }
}
