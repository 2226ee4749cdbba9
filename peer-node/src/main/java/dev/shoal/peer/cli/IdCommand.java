package dev.shoal.peer.cli;

import dev.shoal.peer.PeerNode;
import dev.shoal.protocol.PeerId;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows who a node is. */
@Command(name = "id", description = "Shows the id of this node, in groups with check characters.")
final class IdCommand extends ShoalCommand {
  @Mixin private final NodeOptions nodeOptions = new NodeOptions();

  IdCommand(CommandContext context) {
    super(context);
  }

  /**
   * The line of {@code id --json}.
   *
   * @param peerId 64 hex digits
   * @param fingerprint the same in groups with check characters
   */
  record Id(String peerId, String fingerprint) {}

  @Override
  int run(Output output) throws Exception {
    try (PeerNode node = checked(() -> nodeOptions.start(List.of()))) {
      PeerId id = node.peerId();
      output.result(id.toText(), new Id(id.toString(), id.toText()));
      return ExitCodes.DONE;
    }
  }
}
