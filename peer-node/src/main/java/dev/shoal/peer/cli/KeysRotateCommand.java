package dev.shoal.peer.cli;

import picocli.CommandLine.Command;

/** Gives the tracker another key. */
@Command(
    name = "rotate",
    description = {
      "Has the tracker sign with a new key from now on; for administrators.",
      "What it has signed is good for as long as it would have been: minutes, so that no transfer"
          + " is cut short."
    })
final class KeysRotateCommand extends NodeCommand {
  KeysRotateCommand(CommandContext context, NodeSource nodes) {
    super(context, nodes);
  }

  /** The line of {@code keys rotate --json}. */
  record Rotated(String state, long key) {}

  @Override
  int run(NodeLease node, Output output) throws Exception {
    long key = stop().await(node.administration().rotateKeys(), () -> {});
    output.result("rotated keys, the new one is " + key, new Rotated("rotated", key));
    return ExitCodes.DONE;
  }
}
