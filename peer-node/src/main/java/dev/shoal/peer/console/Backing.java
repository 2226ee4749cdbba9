package dev.shoal.peer.console;

import dev.shoal.peer.Account;
import dev.shoal.peer.FileDetails;
import dev.shoal.peer.Groups;
import dev.shoal.peer.SearchPage;
import dev.shoal.peer.service.NodeService;
import dev.shoal.peer.service.RateSample;
import dev.shoal.peer.service.RunningNode;
import dev.shoal.peer.service.ServiceListener;
import dev.shoal.protocol.FileId;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The node behind the API. Thread-safe, and never blocks. */
interface Backing {
  /** What it does for people. */
  NodeService service();

  /** Where it keeps what is nobody's business. */
  Path dataDirectory();

  /** Its login. */
  Account account();

  /** Its groups. */
  Groups groups();

  /** See {@link dev.shoal.peer.PeerNode#search}. */
  CompletableFuture<SearchPage> search(String text, @Nullable String next);

  /** See {@link dev.shoal.peer.PeerNode#details}. */
  CompletableFuture<FileDetails> details(FileId fileId);

  /** See {@link RunningNode#rates}. */
  CompletableFuture<List<RateSample>> rates();

  /** Tells what changes, from now on. */
  void addListener(ServiceListener listener);

  /** Tells it no more. */
  void removeListener(ServiceListener listener);

  /** A node that runs in this process. */
  static Backing of(RunningNode node) {
    return new Running(node);
  }

  /** A node that runs in this process. */
  record Running(RunningNode node) implements Backing {
    @Override
    public NodeService service() {
      return node;
    }

    @Override
    public Path dataDirectory() {
      return node.config().dataDirectory();
    }

    @Override
    public Account account() {
      return node.peerNode().account();
    }

    @Override
    public Groups groups() {
      return node.peerNode().groups();
    }

    @Override
    public CompletableFuture<SearchPage> search(String text, @Nullable String next) {
      return node.peerNode().search(text, next);
    }

    @Override
    public CompletableFuture<FileDetails> details(FileId fileId) {
      return node.peerNode().details(fileId);
    }

    @Override
    public CompletableFuture<List<RateSample>> rates() {
      return node.rates();
    }

    @Override
    public void addListener(ServiceListener listener) {
      node.addListener(listener);
    }

    @Override
    public void removeListener(ServiceListener listener) {
      node.removeListener(listener);
    }
  }
}
