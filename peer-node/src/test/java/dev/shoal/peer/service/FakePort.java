package dev.shoal.peer.service;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.FileDetails;
import dev.shoal.peer.FoundFile;
import dev.shoal.peer.GroupFileInfo;
import dev.shoal.peer.SearchPage;
import dev.shoal.peer.ShareOptions;
import dev.shoal.peer.SharedFile;
import dev.shoal.peer.ShoalException;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.ShoalLink;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A node that does what a test says. */
final class FakePort implements NodePort {
  /** A share that was asked for. */
  record Sharing(Path path, ShareOptions options, CompletableFuture<SharedFile> future) {}

  final List<Sharing> sharings = new ArrayList<>();
  final List<FakeDownload> downloads = new ArrayList<>();
  final List<FoundFile> catalogue = new ArrayList<>();
  final List<GroupFileInfo> groupFiles = new ArrayList<>();
  final Map<Path, FileId> contents = new HashMap<>();
  final List<Path> identified = new ArrayList<>();
  Optional<String> user = Optional.empty();
  int questions;

  /** Who has a file that is not in the catalogue. */
  int unlistedSeeders = 1;

  /** With what questions to the tracker fail; null: they don't. */
  @Nullable ShoalException failure;

  static FileId id(int number) {
    return FileId.parse(String.format("%064x", number));
  }

  static FoundFile found(int id, String name) {
    return found(id, name, 1);
  }

  static FoundFile found(int id, String name, int seeders) {
    return new FoundFile(
        id(id),
        name,
        100,
        List.of(),
        Instant.EPOCH,
        PeerId.fromBytes(new byte[PeerId.LENGTH]),
        seeders,
        0,
        0);
  }

  static GroupFileInfo groupFile(int id, String name) {
    return new GroupFileInfo(id(id), name, 5, List.of(), List.of(), Instant.EPOCH, 1, 0);
  }

  /** A file that is served. */
  static final class FakeShared implements SharedFile {
    final CompletableFuture<Void> stopped = new CompletableFuture<>();
    boolean wasStopped;
    private boolean replaced;
    private final FileId fileId;
    private final Path path;

    FakeShared(FileId fileId, Path path) {
      this.fileId = fileId;
      this.path = path;
    }

    @Override
    public FileId fileId() {
      return fileId;
    }

    @Override
    public Path path() {
      return path;
    }

    @Override
    public String name() {
      return String.valueOf(path.getFileName());
    }

    @Override
    public long length() {
      return 5;
    }

    @Override
    public boolean isPublic() {
      return true;
    }

    @Override
    public ShoalLink link() {
      return new ShoalLink(fileId, name(), List.of());
    }

    @Override
    public void setUploadLimit(long bytesPerSecond) {}

    @Override
    public void stop() {
      wasStopped = true;
      stopped.complete(null);
    }

    @Override
    public CompletableFuture<Void> stopped() {
      return stopped;
    }

    @Override
    public boolean isReplaced() {
      return replaced;
    }

    /** Another one serves the content from now on. */
    void replace() {
      replaced = true;
      stopped.complete(null);
    }
  }

  /** A file is hashed. */
  CompletableFuture<Void> hashed(int sharing, int id) {
    return sharings.get(sharing).options().approval().apply(id(id));
  }

  /** What was approved is served, and the tracker knows. */
  FakeShared served(int sharing, int id) {
    Sharing asked = sharings.get(sharing);
    FakeShared shared = new FakeShared(id(id), asked.path());
    asked.future().complete(shared);
    return shared;
  }

  /** A share succeeds, if it is approved. */
  FakeShared shared(int sharing, int id) {
    Sharing asked = sharings.get(sharing);
    FakeShared shared = new FakeShared(id(id), asked.path());
    hashed(sharing, id)
        .whenComplete(
            (approved, refusal) -> {
              if (refusal == null) {
                asked.future().complete(shared);
              } else {
                asked.future().completeExceptionally(refusal);
              }
            });
    return shared;
  }

  private <T> CompletableFuture<T> answer(T value) {
    questions++;
    return failure == null
        ? CompletableFuture.completedFuture(value)
        : CompletableFuture.failedFuture(failure);
  }

  @Override
  public CompletableFuture<SharedFile> share(Path file, ShareOptions options) {
    CompletableFuture<SharedFile> future = new CompletableFuture<>();
    sharings.add(new Sharing(file, options, future));
    return future;
  }

  @Override
  public CompletableFuture<FileId> identify(Path file) {
    identified.add(file);
    return CompletableFuture.completedFuture(contents.getOrDefault(file, id(999)));
  }

  @Override
  public Download download(FileId fileId, Path destination, DownloadOptions options) {
    FakeDownload download = new FakeDownload(fileId, destination, options);
    downloads.add(download);
    return download;
  }

  @Override
  public CompletableFuture<SearchPage> search(String text, @Nullable String next) {
    return answer(new SearchPage(List.copyOf(catalogue), null, false));
  }

  @Override
  public CompletableFuture<FileDetails> details(FileId fileId) {
    FoundFile published =
        catalogue.stream().filter(file -> file.fileId().equals(fileId)).findFirst().orElse(null);
    return answer(new FileDetails(fileId, published, unlistedSeeders, 0, false));
  }

  @Override
  public CompletableFuture<List<GroupFileInfo>> groupFiles(String group) {
    return answer(List.copyOf(groupFiles));
  }

  @Override
  public CompletableFuture<Optional<GroupFileInfo>> findInGroup(String group, String name) {
    return answer(groupFiles.stream().filter(file -> file.name().equals(name)).findFirst());
  }

  @Override
  public Optional<String> user() {
    return user;
  }
}
