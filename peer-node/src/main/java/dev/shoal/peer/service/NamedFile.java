package dev.shoal.peer.service;

import dev.shoal.peer.PeerNode;
import dev.shoal.protocol.FileId;
import java.util.concurrent.CompletableFuture;

/** Finds out which public file a name stands for, as a running node does. */
public final class NamedFile {
  private NamedFile() {}

  /**
   * The one file of a name in the tracker's catalogue.
   *
   * @return fails with {@link dev.shoal.peer.NotFoundException} if there is none yet, and with
   *     {@link dev.shoal.peer.ConflictException} if there are several
   */
  public static CompletableFuture<FileId> find(PeerNode node, String name) {
    return new Lookup(new PeerNodePort(node)).byName(name, "").thenApply(Lookup.Found::fileId);
  }
}
