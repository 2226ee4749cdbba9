package dev.shoal.benchmarks.node;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.shoal.benchmarks.load.ProcessUsage;
import dev.shoal.benchmarks.programs.Child;
import dev.shoal.benchmarks.programs.HangsUp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that shares and fetches files when it is told so: nodes of this project, or another
 * program behind a script that understands the same lines.
 */
public final class NodeProcess implements HangsUp {
  static final String HTTP_PORTS = "http_ports";
  private static final String DO = "do";
  private static final String SECONDS = "seconds";

  private final Child child;
  private final String host;
  private List<String> addresses = List.of();
  private int httpPort;

  private NodeProcess(Child child, String host) {
    this.child = child;
    this.host = host;
  }

  /**
   * Starts one; {@link #awaitReady()} is to follow.
   *
   * @param name for messages
   * @param host where it is told to listen
   */
  public static NodeProcess start(String name, String host, List<String> command)
      throws IOException {
    return new NodeProcess(Child.start(name, command), host);
  }

  /** Waits until it listens. */
  public NodeProcess awaitReady() throws IOException {
    List<String> found = new ArrayList<>();
    JsonObject ready = child.answer();
    for (var port : ready.getAsJsonArray("ports")) {
      found.add(host + ":" + port.getAsInt());
    }
    addresses = List.copyOf(found);
    if (ready.has(HTTP_PORTS) && !ready.getAsJsonArray(HTTP_PORTS).isEmpty()) {
      httpPort = ready.getAsJsonArray(HTTP_PORTS).get(0).getAsInt();
    }
    return this;
  }

  /** Where its nodes listen. */
  public List<String> addresses() {
    return addresses;
  }

  /** Where its first node serves a file over HTTP, if it was started so. */
  public String url(String id) {
    return "http://" + host + ":" + httpPort + "/files/" + id;
  }

  /**
   * Lets it share a file.
   *
   * @param chunkSize 0: its default
   * @return by what others fetch it
   */
  public String share(Path file, long chunkSize) throws IOException {
    beginShare(file, chunkSize);
    return endShare();
  }

  /** The first half of sharing, for many processes at once. */
  public void beginShare(Path file, long chunkSize) throws IOException {
    JsonObject request = request("share", file);
    request.addProperty("chunk_size", chunkSize);
    child.tell(request);
  }

  /** The second half. */
  public String endShare() throws IOException {
    return child.answer().get("id").getAsString();
  }

  /**
   * Lets it fetch a file.
   *
   * @param keep whether it goes on to share it
   * @return seconds that it took, by its own clock
   */
  public double get(String id, Path file, List<String> sources, boolean keep) throws IOException {
    beginGet(id, file, sources, keep);
    return endGet();
  }

  /** The first half of fetching, for many processes at once. */
  public void beginGet(String id, Path file, List<String> sources, boolean keep)
      throws IOException {
    JsonObject request = request("get", file);
    request.addProperty("id", id);
    request.addProperty("keep", keep);
    request.add("sources", array(sources));
    child.tell(request);
  }

  /** The second half. */
  public double endGet() throws IOException {
    return child.answer().get(SECONDS).getAsDouble();
  }

  /**
   * Lets it share all files of a directory.
   *
   * @param list is written, for {@link #getAll}
   * @param atATime of the files
   * @return seconds that it took
   */
  public double shareAll(Path directory, Path list, int atATime) throws IOException {
    return child.ask(all("share-all", directory, list, atATime)).get(SECONDS).getAsDouble();
  }

  /** Lets it fetch all files of such a list into a directory. */
  public double getAll(Path directory, Path list, int atATime, List<String> sources)
      throws IOException {
    JsonObject request = all("get-all", directory, list, atATime);
    request.add("sources", array(sources));
    return child.ask(request).get(SECONDS).getAsDouble();
  }

  /** What the process has used so far. */
  public ProcessUsage usage() throws IOException {
    return child.usage();
  }

  @Override
  public void hangUp() {
    child.hangUp();
  }

  @Override
  public void close() {
    child.close();
  }

  @Override
  public String toString() {
    return child.toString();
  }

  private static JsonObject request(String verb, Path file) {
    JsonObject request = new JsonObject();
    request.addProperty(DO, verb);
    request.addProperty("file", file.toString());
    return request;
  }

  private static JsonObject all(String verb, Path directory, Path list, int atATime) {
    JsonObject request = new JsonObject();
    request.addProperty(DO, verb);
    request.addProperty("directory", directory.toString());
    request.addProperty("list", list.toString());
    request.addProperty("at_a_time", atATime);
    return request;
  }

  private static JsonArray array(List<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }
}
