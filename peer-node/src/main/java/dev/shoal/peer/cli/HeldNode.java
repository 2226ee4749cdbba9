package dev.shoal.peer.cli;

import dev.shoal.peer.Account;
import dev.shoal.peer.Administration;
import dev.shoal.peer.Groups;
import dev.shoal.peer.PeerNode;
import java.util.Optional;
import picocli.CommandLine.Command;

/** The node of a session, which commands have no options for and do not close. */
@Command
final class HeldNode implements NodeSource, NodeLease {
  private final NodeLease node;
  private final Session session;

  HeldNode(NodeLease node, Session session) {
    this.node = node;
    this.session = session;
  }

  @Override
  public NodeLease open() {
    return this;
  }

  @Override
  public PeerNode node() {
    return node.node();
  }

  @Override
  public Account account() {
    return node.account();
  }

  @Override
  public Administration administration() {
    return node.administration();
  }

  @Override
  public Groups groups() {
    return node.groups();
  }

  @Override
  public Optional<Session> session() {
    return Optional.of(session);
  }

  @Override
  public void loginChanged() {
    node.loginChanged();
  }

  @Override
  public void close() {}
}
