package dev.shoal.peer.cli;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** An interactive session over one node that stays open. */
@Command(
    name = "shell",
    description = {
      "Reads commands from the terminal, and runs them with one node that stays open.",
      "Downloads go on in the background. With stdin from a file or a pipe, runs what it says, a"
          + " command a line, then waits for the downloads; the exit code is that of the first"
          + " that failed."
    })
final class ShellCommand extends ShoalCommand {
  /** In the directory of the node's key. */
  private static final String HISTORY = "shell-history";

  @Mixin private final SendingNode nodes = new SendingNode();

  ShellCommand(CommandContext context) {
    super(context);
  }

  @Override
  int run(Output output) throws Exception {
    Session session = new Session();
    try (NodeLease lease = checked(nodes::open)) {
      HeldNode node = new HeldNode(lease, session);
      try (ShellInput input = input(node)) {
        CommandContext context = context().in(stop(), input, output.isJson());
        return new ShellLoop(context, input, node, session).run(output);
      }
    } catch (Stopped e) {
      output.note("Stopped.");
      return ExitCodes.DONE;
    }
  }

  private ShellInput input(HeldNode node) throws IOException {
    if (Tty.isTerminal(0) && !Tty.isTerminal(1)) {
      throw usage(
          "stdout is no terminal, where passwords would be shown as they are typed: let it be the"
              + " terminal, or give a script to stdin");
    }
    if (!Tty.isTerminal(0)) {
      return new ScriptInput(context().stdin());
    }
    Path history = nodes.options().directory().resolve(HISTORY);
    CommandLine commands = ShellLine.of(context(), node);
    return TerminalInput.ofProcess(
        history, new KeptLines(commands), new Completion(commands, new GroupWords(node)));
  }
}
