package dev.shoal.benchmarks.node;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.ShareOptions;
import dev.shoal.peer.SharedFile;
import dev.shoal.protocol.FileId;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Reads what nodes are to do, a line at a time, and answers when it is done. */
final class NodeDialogue {
  private static final int LOOK_MILLIS = 10;

  private final List<PeerNode> nodes;
  private final boolean awaitTracker;
  private final PrintWriter answers;

  /**
   * For nodes that are running.
   *
   * @param awaitTracker whether they are ready only when the tracker knows them
   */
  NodeDialogue(List<PeerNode> nodes, boolean awaitTracker, PrintWriter answers) {
    this.nodes = nodes;
    this.awaitTracker = awaitTracker;
    this.answers = answers;
  }

  /** Says where the nodes listen, then does what it is told until there is no more. */
  void run(Requests requests) throws InterruptedException {
    for (PeerNode node : nodes) {
      while (awaitTracker && !node.isTrackerConnected() && !requests.areOver()) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    }
    JsonArray ports = new JsonArray();
    nodes.forEach(node -> ports.add(node.address().getPort()));
    JsonObject ready = new JsonObject();
    ready.add("ports", ports);
    JsonArray httpPorts = new JsonArray();
    nodes.forEach(
        node -> node.fileServerAddress().ifPresent(address -> httpPorts.add(address.getPort())));
    ready.add(NodeProcess.HTTP_PORTS, httpPorts);
    say(ready);

    for (String line = requests.next(); !line.isEmpty(); line = requests.next()) {
      say(answer(JsonParser.parseString(line).getAsJsonObject()));
    }
  }

  private JsonObject answer(JsonObject request) {
    try {
      String verb = request.get("do").getAsString();
      long start = System.nanoTime();
      JsonObject answer =
          switch (verb) {
            case "share" -> share(request);
            case "get" -> get(request);
            case "share-all" -> ManyFiles.share(nodes.get(0), request);
            case "get-all" -> ManyFiles.get(nodes.get(0), request, sources(request));
            default -> throw new IllegalArgumentException("a node can't " + verb);
          };
      answer.addProperty("seconds", (System.nanoTime() - start) / 1e9);
      return answer;
    } catch (IOException | RuntimeException e) {
      Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
      JsonObject answer = new JsonObject();
      answer.addProperty("error", cause.toString());
      return answer;
    }
  }

  private JsonObject share(JsonObject request) {
    Path file = Path.of(request.get("file").getAsString());
    ShareOptions options =
        ShareOptions.defaults().withChunkSize(request.get("chunk_size").getAsInt());
    List<CompletableFuture<SharedFile>> shared = new ArrayList<>();
    nodes.forEach(node -> shared.add(node.share(file, options)));
    shared.forEach(CompletableFuture::join);
    JsonObject answer = new JsonObject();
    answer.addProperty("id", shared.get(0).join().fileId().toString());
    return answer;
  }

  private JsonObject get(JsonObject request) {
    DownloadOptions options =
        DownloadOptions.defaults()
            .withKeepSharing(request.get("keep").getAsBoolean())
            .withSources(sources(request));
    DownloadResult result =
        nodes
            .get(0)
            .download(
                FileId.parse(request.get("id").getAsString()),
                Path.of(request.get("file").getAsString()),
                options)
            .completion()
            .join();
    JsonObject answer = new JsonObject();
    answer.addProperty("fetched_bytes", result.fetchedBytes());
    answer.addProperty("streaming_seconds", result.duration().toNanos() / 1e9);
    return answer;
  }

  private static List<InetSocketAddress> sources(JsonObject request) {
    List<InetSocketAddress> sources = new ArrayList<>();
    for (var source : request.getAsJsonArray("sources")) {
      String text = source.getAsString();
      int colon = text.lastIndexOf(':');
      sources.add(
          new InetSocketAddress(
              text.substring(0, colon), Integer.parseInt(text.substring(colon + 1))));
    }
    return sources;
  }

  private void say(JsonObject answer) {
    answers.println(answer);
    answers.flush();
  }
}
