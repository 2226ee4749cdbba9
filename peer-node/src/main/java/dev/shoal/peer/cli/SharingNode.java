package dev.shoal.peer.cli;

import dev.shoal.peer.ShoalException;
import dev.shoal.peer.console.RemoteNode;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParseResult;

/** The node that runs already, or else one of the command's own. */
final class SharingNode implements NodeSource {
  @Mixin private final SendingNode nodes = new SendingNode();
  @Mixin private final OwnChoice choice = new OwnChoice();

  @Override
  public NodeLease open() throws ShoalException {
    return nodes.open();
  }

  /** The node that runs, if one does that can do it; to be closed. */
  Optional<RemoteNode> running(ParseResult given, StopSignal stop, Output output) throws Exception {
    return choice.running(nodes.options().directory(), nodes.trackers(), given, stop, output);
  }

  /** How fast it may send, bytes a second; 0: no limit. */
  long uploadLimit() {
    return nodes.uploadLimit();
  }
}
