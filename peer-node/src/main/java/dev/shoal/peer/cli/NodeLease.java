package dev.shoal.peer.cli;

import dev.shoal.peer.Account;
import dev.shoal.peer.Administration;
import dev.shoal.peer.Groups;
import dev.shoal.peer.PeerNode;
import java.util.Optional;

/** A node for as long as a command needs it. */
interface NodeLease extends AutoCloseable {
  PeerNode node();

  default Account account() {
    return node().account();
  }

  default Administration administration() {
    return node().administration();
  }

  default Groups groups() {
    return node().groups();
  }

  /** The session that keeps the node open when the command is done, if one does. */
  Optional<Session> session();

  /** This node has logged in or out: whoever else has its data directory is told. */
  default void loginChanged() {}

  @Override
  void close();
}
