package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.shoal.peer.swarm.Content;
import dev.shoal.protocol.ChunkSize;
import dev.shoal.protocol.HashTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A tracker, sharers and downloaders, each a process of its own as people run them. */
final class ProcessSwarm implements AutoCloseable {
  /** What makes a short life cheap. */
  private static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final String SHOAL = "dev.shoal.peer.cli.ShoalMain";

  /** Bytes of a journal beyond its manifest. */
  private static final int SOME_RECORDS = 4_000;

  private final Path directory;
  private final List<String> jvmOptions;
  private final List<Program> running = new ArrayList<>();
  private final String tracker;
  private int nodes;

  /** Starts the tracker. */
  ProcessSwarm(Path directory, List<String> jvmOptions) throws Exception {
    this.directory = directory;
    this.jvmOptions = Stream.concat(QUICK.stream(), jvmOptions.stream()).toList();
    Program program =
        start(
            "dev.shoal.tracker.cli.TrackerMain",
            List.of("--port", "0", "--bind", "127.0.0.1", "--data", "tracker"));
    tracker = program.line().replace("tracker listening on ", "");
  }

  /** HOST:PORT of the tracker. */
  String tracker() {
    return tracker;
  }

  /** A file to share. */
  Path file(String name, long length) throws IOException {
    return Content.write(directory.resolve(name), length, 7);
  }

  /** Starts a sharer and waits until it serves. */
  Sharer share(Path file, String... more) throws Exception {
    Program program =
        shoal(
            Stream.concat(
                    Stream.of(
                        "share", file.toString(), "--tracker", tracker, "--bind", "127.0.0.1"),
                    Stream.of(more))
                .toArray(String[]::new));
    return new Sharer(program, program.line().replaceFirst("shared (\\p{XDigit}+) .*", "$1"));
  }

  /** A running sharer, and the id of what it shares. */
  record Sharer(Program program, String fileId) {}

  /** Starts a download. */
  Program get(String fileId, String copy) throws IOException {
    return shoal("get", fileId, "--tracker", tracker, "-o", copy, "--json");
  }

  /** The last JSON object of a download that must end well. */
  static JsonObject result(Program get) throws InterruptedException {
    List<String> lines = get.rest();
    assertThat(get.exitCode()).as(get.err()).isZero();
    return JsonParser.parseString(lines.get(lines.size() - 1)).getAsJsonObject();
  }

  /** Any other program, in such a JVM, too. */
  Program start(String mainClass, List<String> args) throws IOException {
    Program program = Program.start(directory, jvmOptions, mainClass, args);
    running.add(program);
    return program;
  }

  /** Blocks until a download's journal, which begins with the manifest, tells of some chunks. */
  void awaitChunksOf(String copy, long length) throws IOException {
    long manifest = length / ChunkSize.forLength(length) * HashTree.HASH_LENGTH;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (journalSize(copy) < manifest + SOME_RECORDS) {
      assertThat(System.nanoTime()).as("the download gets on").isLessThan(deadline);
      LockSupport.parkNanos(500_000);
    }
  }

  private long journalSize(String copy) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith("." + copy) && name.endsWith(".journal")) {
          return Files.size(file);
        }
      }
    }
    return -1;
  }

  private Program shoal(String... args) throws IOException {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--data", "node" + nodes++));
    return start(SHOAL, all);
  }

  @Override
  public void close() {
    running.forEach(Program::close);
  }
}
