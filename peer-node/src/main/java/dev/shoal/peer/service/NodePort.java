package dev.shoal.peer.service;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.FileDetails;
import dev.shoal.peer.GroupFileInfo;
import dev.shoal.peer.SearchPage;
import dev.shoal.peer.ShareOptions;
import dev.shoal.peer.SharedFile;
import dev.shoal.protocol.FileId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a running node needs of the {@link dev.shoal.peer.PeerNode} that it stands on. */
interface NodePort {
  CompletableFuture<SharedFile> share(Path file, ShareOptions options);

  CompletableFuture<FileId> identify(Path file);

  Download download(FileId fileId, Path destination, DownloadOptions options);

  CompletableFuture<SearchPage> search(String text, @Nullable String next);

  CompletableFuture<FileDetails> details(FileId fileId);

  CompletableFuture<List<GroupFileInfo>> groupFiles(String group);

  CompletableFuture<Optional<GroupFileInfo>> findInGroup(String group, String name);

  /** Who is logged in, as far as is known. */
  Optional<String> user();
}
