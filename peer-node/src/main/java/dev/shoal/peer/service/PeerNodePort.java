package dev.shoal.peer.service;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.FileDetails;
import dev.shoal.peer.GroupFileInfo;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.SearchPage;
import dev.shoal.peer.ShareOptions;
import dev.shoal.peer.SharedFile;
import dev.shoal.protocol.FileId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The node itself. */
record PeerNodePort(PeerNode node) implements NodePort {
  @Override
  public CompletableFuture<SharedFile> share(Path file, ShareOptions options) {
    return node.share(file, options);
  }

  @Override
  public CompletableFuture<FileId> identify(Path file) {
    return node.identify(file);
  }

  @Override
  public Download download(FileId fileId, Path destination, DownloadOptions options) {
    return node.download(fileId, destination, options);
  }

  @Override
  public CompletableFuture<SearchPage> search(String text, @Nullable String next) {
    return node.search(text, next);
  }

  @Override
  public CompletableFuture<FileDetails> details(FileId fileId) {
    return node.details(fileId);
  }

  @Override
  public CompletableFuture<List<GroupFileInfo>> groupFiles(String group) {
    return node.groups().files(group);
  }

  @Override
  public CompletableFuture<Optional<GroupFileInfo>> findInGroup(String group, String name) {
    return node.groups().find(group, name);
  }

  @Override
  public Optional<String> user() {
    return node.account().user();
  }
}
