package dev.shoal.peer.cli;

import picocli.CommandLine.Mixin;

/** A command that works with a node. */
abstract class NodeCommand extends ShoalCommand {
  @Mixin private final NodeSource nodes;

  NodeCommand(CommandContext context, NodeSource nodes) {
    super(context);
    this.nodes = nodes;
  }

  /** Checks how the command is used, before there is a node. */
  void check() throws Exception {}

  /**
   * Does what the command is for.
   *
   * @return the exit code
   * @throws Exception as {@link ShoalCommand#run(Output)}
   */
  abstract int run(NodeLease node, Output output) throws Exception;

  @Override
  int run(Output output) throws Exception {
    check();
    try (NodeLease node = checked(nodes::open)) {
      return run(node, output);
    }
  }
}
