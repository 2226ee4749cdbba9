package dev.shoal.benchmarks.node;

import com.google.gson.JsonObject;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.FileOutcome;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.ShareOptions;
import dev.shoal.peer.WantedFile;
import dev.shoal.protocol.FileId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Stream;

/** Shares and fetches directories full of files, some at a time. */
final class ManyFiles {
  private ManyFiles() {}

  /** Shares all files of a directory and writes a list of them: an id and a name on each line. */
  static JsonObject share(PeerNode node, JsonObject request) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(Path.of(request.get("directory").getAsString()))) {
      files = all.sorted().toList();
    }
    List<String> lines =
        some(
            files,
            request.get("at_a_time").getAsInt(),
            file ->
                node.share(file, ShareOptions.defaults())
                    .thenApply(shared -> shared.fileId() + " " + file.getFileName()));
    Files.write(Path.of(request.get("list").getAsString()), lines);
    return count(lines.size());
  }

  /** Fetches all files of such a list into a directory. */
  static JsonObject get(PeerNode node, JsonObject request, List<InetSocketAddress> sources)
      throws IOException {
    Path directory = Path.of(request.get("directory").getAsString());
    DownloadOptions options =
        DownloadOptions.defaults().withKeepSharing(false).withSources(sources);
    List<String> lines = Files.readAllLines(Path.of(request.get("list").getAsString()));
    List<WantedFile> files =
        lines.stream()
            .map(
                line -> {
                  int space = line.indexOf(' ');
                  return new WantedFile(
                      FileId.parse(line.substring(0, space)),
                      directory.resolve(line.substring(space + 1)));
                })
            .toList();
    List<FileOutcome> outcomes = node.downloadAll(files, options).completion().join();
    for (FileOutcome outcome : outcomes) {
      if (!outcome.isComplete()) {
        throw new CompletionException("not all files could be fetched", outcome.failure());
      }
    }
    return count(outcomes.size());
  }

  /** Does something with each, so many at a time; waits for all. */
  private static <T, R> List<R> some(
      List<T> all, int atATime, Function<T, CompletableFuture<R>> step) {
    Semaphore free = new Semaphore(atATime);
    List<CompletableFuture<R>> steps =
        all.stream()
            .map(
                each -> {
                  free.acquireUninterruptibly();
                  return step.apply(each).whenComplete((done, failure) -> free.release());
                })
            .toList();
    try {
      return steps.stream().map(CompletableFuture::join).toList();
    } catch (CompletionException e) {
      steps.forEach(each -> each.cancel(false));
      throw e;
    }
  }

  private static JsonObject count(int files) {
    JsonObject answer = new JsonObject();
    answer.addProperty("files", files);
    return answer;
  }
}
