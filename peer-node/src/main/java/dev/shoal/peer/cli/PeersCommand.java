package dev.shoal.peer.cli;

import dev.shoal.peer.service.NodeService;
import dev.shoal.peer.service.PeerInfo;
import dev.shoal.peer.service.ServiceJson;
import dev.shoal.protocol.PlainText;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists whom a node is connected with. */
@Command(name = "peers", description = "Lists whom this node is connected with.")
final class PeersCommand extends ServiceCommand {
  private static final int SHORT = 12;

  PeersCommand(CommandContext context) {
    super(context);
  }

  @Override
  int run(NodeService service, Output output) throws Exception {
    List<PeerInfo> peers = answer(service.peers());
    if (peers.isEmpty()) {
      output.note("There are no connections with peers.");
      return ExitCodes.DONE;
    }
    Table table = new Table("ADDRESS", "PEER", "TLS", "SENT", "RECEIVED", "PROGRAM");
    for (PeerInfo peer : peers) {
      table.add(
          peer.address(),
          peer.peerId() == null ? "?" : peer.peerId().substring(0, SHORT),
          peer.encrypted() ? "yes" : "no",
          Units.size(peer.sentBytes()),
          Units.size(peer.receivedBytes()),
          PlainText.of(peer.program()));
    }
    output.text(table.head());
    for (int i = 0; i < peers.size(); i++) {
      output.line(table.row(i), ServiceJson.write(peers.get(i)));
    }
    return ExitCodes.DONE;
  }
}
