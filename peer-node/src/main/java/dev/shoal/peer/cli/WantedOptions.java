package dev.shoal.peer.cli;

import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadOrder;
import dev.shoal.peer.GroupFileInfo;
import dev.shoal.peer.Groups;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.service.NamedFile;
import dev.shoal.protocol.PlainText;
import dev.shoal.protocol.ShoalLink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a file is fetched, whether in the background or not, and which file that is. */
final class WantedOptions {
  @Option(
      names = "--group",
      paramLabel = "GROUP",
      description =
          "Group of yours from whose members alone it is fetched, by its name there. Default: none,"
              + " from whoever shares it with everybody.")
  private @Nullable AccountName group;

  @Option(
      names = "--overwrite",
      fallbackValue = "true",
      description = "Replace a file that is there. Default: fail rather than touch it.")
  private boolean overwrite;

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      description =
          "How long to wait for somebody to share it, such as 30s, 5m or 1h, or forever. Default:"
              + " 0s, fail at once.")
  private WaitTime waitFor = WaitTime.NONE;

  @Mixin private final OrderOptions order = new OrderOptions();

  Optional<AccountName> group() {
    return Optional.ofNullable(group);
  }

  boolean isOverwrite() {
    return overwrite;
  }

  DownloadOrder order() {
    return order.value();
  }

  WaitTime waitFor() {
    return waitFor;
  }

  /** What a name in the group stands for; waits for it if that is wanted. */
  ShoalLink find(AccountName where, Groups groups, String name, StopSignal stop) throws Exception {
    return find(
        () -> groups.find(where.text(), name).thenApply(file -> file.map(WantedOptions::link)),
        "the group " + where + " has no file of the name " + PlainText.of(name),
        stop);
  }

  /** What a name stands for that is no group's; waits for it if that is wanted. */
  ShoalLink find(PeerNode node, String name, StopSignal stop) throws Exception {
    return find(
        () ->
            NamedFile.find(node, name)
                .thenApply(id -> Optional.of(new ShoalLink(id, name, List.of())))
                .exceptionallyCompose(WantedOptions::orNothing),
        "nobody shares a file of the name " + PlainText.of(name),
        stop);
  }

  private static ShoalLink link(GroupFileInfo file) {
    return new ShoalLink(file.fileId(), file.name(), List.of());
  }

  private static CompletableFuture<Optional<ShoalLink>> orNothing(Throwable failure) {
    return Sentence.unwrap(failure) instanceof NotFoundException
        ? CompletableFuture.completedFuture(Optional.empty())
        : CompletableFuture.failedFuture(failure);
  }

  private ShoalLink find(
      Supplier<CompletableFuture<Optional<ShoalLink>>> question, String nothing, StopSignal stop)
      throws Exception {
    long begunNanos = System.nanoTime();
    ShoalLink found =
        new NameSearch(stop)
            .find(question, waitFor.duration())
            .orElseThrow(() -> new NotFoundException(nothing, null));
    Duration left = waitFor.duration().minusNanos(System.nanoTime() - begunNanos);
    waitFor = left.isNegative() ? WaitTime.NONE : new WaitTime(left);
    return found;
  }

  /** A link under the tracker's name for its file, where it has none and one is needed. */
  static ShoalLink named(ShoalLink link, PeerNode node, @Nullable Path path, StopSignal stop)
      throws Stopped, InterruptedException {
    if (link.name() != null || (path != null && !Files.isDirectory(path))) {
      return link;
    }
    try {
      return stop.await(node.find(link.fileId()), () -> {})
          .map(file -> new ShoalLink(link.fileId(), file.name(), link.trackers()))
          .orElse(link);
    } catch (ExecutionException e) {
      return link; // the download itself says what is wrong
    }
  }

  /** For the download of what has been found. */
  DownloadOptions download() {
    return order
        .applied(DownloadOptions.defaults())
        .withOverwrite(overwrite)
        .withWaitFor(waitFor.duration())
        .withGroup(group == null ? "" : group.text());
  }
}
