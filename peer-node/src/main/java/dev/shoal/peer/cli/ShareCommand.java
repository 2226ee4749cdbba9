package dev.shoal.peer.cli;

import dev.shoal.peer.PeerNode;
import dev.shoal.peer.ShareOptions;
import dev.shoal.peer.SharedFile;
import dev.shoal.peer.console.RemoteNode;
import dev.shoal.peer.service.ShareInfo;
import dev.shoal.peer.service.ShareRequest;
import dev.shoal.protocol.PlainText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Shares files until it is stopped.
 *
 * <p>A file that can't be shared is named and the others are shared; if none can, the exit code is
 * that of the first.
 */
@Command(
    name = "share",
    description = {
      "Shares files from where they lie, until it is stopped.",
      "A file that can't be shared, or is changed while it is, is named; the others go on."
    })
final class ShareCommand extends NodeCommand {
  private final NodeSource nodes;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "What to share.")
  private List<Path> files = List.of();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What others see; with one FILE only. Default: the file's own name.")
  private @Nullable String name;

  @Option(
      names = "--tag",
      split = Settings.SEPARATOR,
      hideParamSyntax = true,
      paramLabel = "WORD",
      description = "A word by which it is found beside its name; may be repeated. Default: none.")
  private List<String> tags = List.of();

  @Option(
      names = "--chunk-size",
      paramLabel = "SIZE",
      description =
          "Chunk size to offer first, a power of two from 64KiB to 4MiB. Default: the smallest"
              + " from 256KiB on that gives at most 4096 chunks, at most 4MiB.")
  private @Nullable ByteSize chunkSize;

  @Option(
      names = "--group",
      split = Settings.SEPARATOR,
      hideParamSyntax = true,
      paramLabel = "GROUP",
      description =
          "Group of yours whose members alone see and fetch it; may be repeated. Default: none,"
              + " everybody does.")
  private List<AccountName> groups = List.of();

  ShareCommand(CommandContext context, NodeSource nodes) {
    super(context, nodes);
    this.nodes = nodes;
  }

  /**
   * One line of {@code share --json}.
   *
   * @param state {@code shared}
   * @param size in bytes
   * @param groups if they alone see it
   * @param link if everybody does
   */
  record Shared(
      String state,
      String fileId,
      String name,
      String path,
      long size,
      @Nullable List<String> groups,
      @Nullable String link) {
    static Shared of(SharedFile file, List<String> groups) {
      return new Shared(
          "shared",
          file.fileId().toString(),
          file.name(),
          file.path().toString(),
          file.length(),
          groups.isEmpty() ? null : groups,
          groups.isEmpty() ? file.link().toString() : null);
    }

    static Shared of(ShareInfo share) {
      return new Shared(
          "shared",
          String.valueOf(share.fileId()),
          share.name(),
          share.path(),
          share.size(),
          share.groups().isEmpty() ? null : share.groups(),
          share.link());
    }

    /** How it is asked for. */
    private String wanted() {
      return groups == null
          ? "'" + (link == null ? fileId : link) + "'"
          : "--group " + groups.get(0) + " '" + PlainText.of(name) + "'";
    }
  }

  @Override
  void check() throws Exception {
    checked(this::shareOptions);
  }

  @Override
  int run(Output output) throws Exception {
    check();
    if (nodes instanceof SharingNode sharing) {
      RemoteNode running = sharing.running(given(), stop(), output).orElse(null);
      if (running != null) {
        try (running) {
          return shareBy(running, sharing.uploadLimit(), output);
        }
      }
    }
    return super.run(output);
  }

  private int shareBy(RemoteNode node, long uploadLimit, Output output) throws Exception {
    ShareOptions options = shareOptions();
    NodeSharing sharing = new NodeSharing(node, stop(), output);
    int exitCode = ExitCodes.DONE;
    try {
      for (Path file : files) {
        ShareRequest request =
            new ShareRequest(
                file.toAbsolutePath().normalize().toString(),
                options.name(),
                options.tags(),
                options.groups(),
                options.chunkSize(),
                uploadLimit);
        try {
          tell(Shared.of(sharing.share(file, request)), output);
        } catch (ExecutionException e) {
          int code = output.failed(file, e);
          exitCode = exitCode == ExitCodes.DONE ? code : exitCode;
        }
      }
    } catch (Stopped e) {
      output.note("The running node goes on with it.");
      throw e;
    }
    if (exitCode == ExitCodes.DONE) {
      output.note("The running node shares it from now on: 'shoal list', 'shoal unshare'.");
    }
    return exitCode;
  }

  @Override
  int run(NodeLease lease, Output output) throws Exception {
    ShareOptions options = shareOptions();
    try {
      List<SharedFile> shared = new ArrayList<>();
      int exitCode = ExitCodes.DONE;
      for (Path file : files) {
        try {
          shared.add(share(lease.node(), file, options, output));
        } catch (ExecutionException e) {
          int code = output.failed(file, e);
          exitCode = exitCode == ExitCodes.DONE ? code : exitCode;
        }
      }
      Optional<Session> session = lease.session();
      session.ifPresent(open -> shared.forEach(open::shares));
      return shared.isEmpty() || session.isPresent()
          ? exitCode
          : new Serving(lease.node(), shared, output).run(stop());
    } catch (Stopped e) {
      output.note("Stopped.");
      return ExitCodes.DONE;
    }
  }

  private ShareOptions shareOptions() {
    if (name != null && files.size() > 1) {
      throw new IllegalArgumentException("--name goes with one FILE, not with " + files.size());
    }
    return ShareOptions.defaults()
        .withName(name == null ? "" : name)
        .withTags(tags)
        .withGroups(groups.stream().map(AccountName::text).toList())
        .withChunkSize(chunkSize == null ? 0 : chunkSize.asChunkSize());
  }

  private SharedFile share(PeerNode node, Path file, ShareOptions options, Output output)
      throws Stopped, ExecutionException, InterruptedException {
    Took took = Took.fromNow();
    AtomicLong hashed = new AtomicLong();
    CompletableFuture<SharedFile> sharing =
        node.share(file, options.withOnHashed(bytes -> hashed.accumulateAndGet(bytes, Math::max)));
    SharedFile shared;
    try (ProgressView view = output.progress("hashing " + file.getFileName())) {
      ByteMeter meter = ByteMeter.of(hashed::get, file);
      shared = stop().await(sharing, () -> view.show(meter.now()));
    }
    took.sumUp("hashed", shared.length(), output);
    tell(Shared.of(shared, options.groups()), output);
    return shared;
  }

  private static void tell(Shared shared, Output output) {
    output.result("shared " + shared.fileId() + " " + PlainText.of(shared.name()), shared);
    output.note("To fetch it: shoal get " + shared.wanted());
  }
}
