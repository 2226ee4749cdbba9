package dev.shoal.peer.cli;

import dev.shoal.peer.ShoalException;
import dev.shoal.peer.internal.hash.FileHasher;
import dev.shoal.peer.internal.hash.HashedFile;
import dev.shoal.protocol.ChunkSize;
import dev.shoal.protocol.Manifest;
import dev.shoal.protocol.PlainText;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Computes file ids without sharing anything. */
@Command(name = "hash", description = "Computes the ids of files, without sharing them.")
final class HashCommand extends ShoalCommand {
  @Parameters(arity = "1..*", paramLabel = "FILE", description = "What to hash.")
  private List<Path> files = List.of();

  @Option(
      names = "--chunk-size",
      paramLabel = "SIZE",
      description =
          "Chunk size to report with --json, a power of two from 64KiB to 4MiB. The id does not"
              + " depend on it. Default: as share would choose for the file's length.")
  private @Nullable ByteSize chunkSize;

  private final LongAdder hashedBytes = new LongAdder();

  HashCommand(CommandContext context) {
    super(context);
  }

  /**
   * One line of {@code hash --json}.
   *
   * @param fileId 64 hex digits
   * @param path as given
   * @param piecesRoot the root of the hash tree as in BEP 52, 64 hex digits
   * @param size bytes
   * @param chunkSize bytes
   * @param chunks how many there are
   */
  record Hashed(
      String fileId, String path, String piecesRoot, long size, int chunkSize, int chunks) {}

  @Override
  int run(Output output) throws Exception {
    int size = checked(this::chunkSize);
    int workers = Runtime.getRuntime().availableProcessors();
    ExecutorService executor = Executors.newFixedThreadPool(workers);
    try {
      FileHasher hasher = new FileHasher(executor, workers);
      int exitCode = ExitCodes.DONE;
      Took took = Took.fromNow();
      for (Path file : files) {
        int code = hash(file, size, hasher, output);
        exitCode = exitCode == ExitCodes.DONE ? code : exitCode;
      }
      took.sumUp("hashed", hashedBytes.sum(), output);
      return exitCode;
    } finally {
      executor.shutdown();
    }
  }

  /** As asked for, or 0. */
  private int chunkSize() {
    return chunkSize == null ? 0 : ChunkSize.require(chunkSize.asChunkSize());
  }

  private int hash(Path file, int size, FileHasher hasher, Output output)
      throws Stopped, InterruptedException {
    try {
      Hashed hashed = describe(file, size, hash(file, hasher, output).manifest());
      output.result(hashed.fileId() + "  " + PlainText.of(hashed.path()), hashed);
      return ExitCodes.DONE;
    } catch (ExecutionException | ShoalException e) {
      return output.failed(file, e);
    }
  }

  private HashedFile hash(Path file, FileHasher hasher, Output output)
      throws Stopped, ExecutionException, InterruptedException {
    LongAdder done = new LongAdder();
    CompletableFuture<HashedFile> hashed =
        hasher.hash(
            file,
            bytes -> {
              done.add(bytes);
              hashedBytes.add(bytes);
            });
    try (ProgressView view = output.progress("hashing " + file.getFileName())) {
      ByteMeter meter = ByteMeter.of(done::sum, file);
      return stop().await(hashed, () -> view.show(meter.now()));
    } finally {
      hashed.cancel(false);
    }
  }

  private static Hashed describe(Path file, int size, Manifest finest) throws ShoalException {
    long length = finest.layout().length();
    int chunkSize = size == 0 ? ChunkSize.forLength(length) : size;
    if (chunkSize < finest.layout().chunkSize()) {
      throw new ShoalException(
          PlainText.of(file.toString()) + " is too long for chunks of " + Units.size(size), null);
    }
    Manifest manifest = finest.coarsen(chunkSize);
    return new Hashed(
        manifest.fileId().toString(),
        file.toString(),
        HexFormat.of().formatHex(manifest.root()),
        length,
        chunkSize,
        manifest.layout().count());
  }
}
