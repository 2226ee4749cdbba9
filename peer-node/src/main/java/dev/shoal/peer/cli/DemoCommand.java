package dev.shoal.peer.cli;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.IntegrityException;
import dev.shoal.protocol.FileId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAccumulator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows all of it at work in one process: tracker, seeders, a download, and the check. */
@Command(
    name = "demo",
    description = {
      "Starts a tracker, some seeders and a downloader in this process, moves a file between them"
          + " over real sockets, and compares the copy with the original.",
      "Needs room for a copy of the file, and without --file for the original; leaves nothing."
    })
final class DemoCommand extends ShoalCommand {
  private static final long DEFAULT_SIZE = 256L << 20;
  private static final int MAX_PEERS = 64;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      description = "Size of a file to make up, such as 64MiB or 1GiB. Default: 256MiB.")
  private @Nullable ByteSize size;

  @Option(
      names = "--file",
      paramLabel = "PATH",
      description = "A file to move instead. Default: none, one is made up.")
  private @Nullable Path file;

  @Option(
      names = "--peers",
      paramLabel = "N",
      description = "Number of seeders, 1 to " + MAX_PEERS + ". Default: ${DEFAULT-VALUE}.")
  private int peers = 3;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Existing directory for what is only there meanwhile. Default: the system's for temporary"
              + " files.")
  private @Nullable Path data;

  DemoCommand(CommandContext context) {
    super(context);
  }

  @Override
  int run(Output output) throws Exception {
    if (peers < 1 || peers > MAX_PEERS) {
      throw usage("--peers is from 1 to " + MAX_PEERS + ", not " + peers);
    }
    if (size != null && file != null) {
      throw usage("--size and --file exclude each other: give one of them");
    }
    try (Workspace workspace = Workspace.create(data)) {
      Path original = file == null ? makeUp(workspace, output) : file;
      Path copy = workspace.path("copy");
      try (DemoSwarm swarm = DemoSwarm.start(workspace, peers)) {
        FileId fileId = share(swarm, original, output);
        Fetched fetched = fetch(swarm.download(fileId, copy), output);
        if (Files.mismatch(original, copy) >= 0) {
          throw new IntegrityException("the copy is not what the original is", null);
        }
        output.result("The copy is the original, byte for byte: " + fetched.totals(), fetched);
      }
    }
    return ExitCodes.DONE;
  }

  private Path makeUp(Workspace workspace, Output output) throws Exception {
    long length = size == null ? DEFAULT_SIZE : size.bytes();
    Path original = workspace.path("original");
    output.note("Making up a file of " + Units.size(length) + ".");
    DemoContent.write(original, length, stop());
    return original;
  }

  private FileId share(DemoSwarm swarm, Path original, Output output) throws Exception {
    LongAccumulator hashed = new LongAccumulator(Math::max, 0);
    CompletableFuture<FileId> shared = swarm.share(original, hashed::accumulate);
    ByteMeter meter = new ByteMeter(hashed::get, peers * original.toFile().length());
    try (ProgressView view = output.progress("hashing for " + peers + " seeders")) {
      return stop().await(shared, () -> view.show(meter.now()));
    }
  }

  private Fetched fetch(Download download, Output output) throws Exception {
    try (ProgressView view = output.progress("downloading")) {
      DownloadResult result = DownloadView.follow(download, stop(), view);
      return Fetched.complete(download.fileId(), result);
    }
  }
}
