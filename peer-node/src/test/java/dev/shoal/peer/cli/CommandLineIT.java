package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.shoal.protocol.FileId;
import dev.shoal.tracker.TrackerServer;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program as people run it: every command a process of its own, over real sockets. The tracker
 * is in this one, as starting it each time would take longest. What the commands do otherwise is in
 * {@link CommandsIT}, which starts no processes.
 */
@Tag("any-jdk")
@Timeout(120)
class CommandLineIT {
  private static final String UNKNOWN = "ab".repeat(FileId.LENGTH);
  private static final int LENGTH = (3 << 20) + 12_345;

  /** So long that no pipe holds all of it. */
  private static final int LARGE = (12 << 20) + 12_345;

  /** So slow that one source is not done with all of that before the other begins. */
  private static final String SLOW = "--upload-limit=4M";

  private static final int SIGTERM_STATUS = 128 + 15;

  @TempDir private Path directory;

  private final List<Program> programs = new ArrayList<>();
  private TrackerServer running;
  private String tracker = "";
  private int nodes;

  @BeforeEach
  void startTracker() {
    running =
        TrackerServer.builder()
            .bindAddress(InetAddress.getLoopbackAddress())
            .port(0)
            .start()
            .join();
    tracker = NetUtil.toSocketAddressString(running.address());
  }

  @AfterEach
  void stopAll() {
    programs.forEach(Program::close);
    running.close();
  }

  @Test
  void shouldFetchFromBothWhenTwoShare() throws Exception {
    Path file = randomFile(LARGE);
    Program one = share(file, SLOW);
    Program other = share(file, SLOW);
    String fileId = sharedId(one);
    assertThat(sharedId(other)).isEqualTo(fileId);

    Program get = shoal("get", fileId, "--tracker", tracker, "-o", "copy.bin", "--json");
    JsonObject last = lastObject(get);

    assertThat(get.exitCode()).as(get.err()).isZero();
    assertThat(directory.resolve("copy.bin")).hasSameBinaryContentAs(file);
    assertThat(last.get("state").getAsString()).isEqualTo("complete");
    assertThat(last.get("fileId").getAsString()).isEqualTo(fileId);
    assertThat(last.get("path").getAsString()).endsWith("copy.bin");
    assertThat(last.get("bytes").getAsLong()).isEqualTo(LARGE);
    assertThat(last.get("keptBytes").getAsLong()).isZero();
    assertThat(last.get("fetchedBytes").getAsLong()).isGreaterThanOrEqualTo(LARGE);
    assertThat(last.get("seconds").getAsDouble()).isPositive();
    assertThat(last.getAsJsonArray("sources")).hasSize(2);
    assertThat(verifiedBytes(last)).isEqualTo(LARGE);
  }

  @Test
  void shouldWriteTheFileItselfToStdoutWhenTheOutputIsADash() throws Exception {
    List<String> lines = IntStream.range(0, 100_000).mapToObj(number -> "line " + number).toList();
    Path file = Files.write(directory.resolve("text"), lines);
    String fileId = sharedId(share(file));

    Program get = shoal("get", fileId, "--tracker", tracker, "-o", "-");

    assertThat(get.rest()).isEqualTo(lines);
    assertThat(get.exitCode()).as(get.err()).isZero();
    assertThat(get.err()).contains("from 1 source: 127.0.0.1:");
    assertThat(directory.resolve("-")).doesNotExist();
  }

  @Test
  void shouldStopFetchingWhenStdoutIsNotReadAnyMore() throws Exception {
    String fileId = sharedId(share(randomFile(LARGE)));

    Program get = shoal("get", fileId, "--tracker", tracker, "-o", "-");
    get.closeOut();

    assertThat(get.exitCode()).as(get.err()).isEqualTo(ExitCodes.FAILED);
    assertThat(get.err()).contains("the output is not read any more");
  }

  @Test
  void shouldRefuseToStartWhenMisused() throws Exception {
    Program get = shoal("get", "shoal:12345", "--tracker", tracker);

    assertThat(get.exitCode()).isEqualTo(ExitCodes.USAGE);
    assertThat(get.rest()).isEmpty();
  }

  @Test
  void shouldCarryAnyNameAndWriteASafeOne() throws Exception {
    Path file = randomFile(LENGTH);
    String name = "../../größe \u202e 大.bin";
    // The name goes through a file since this JVM's locale may have no way to pass it on.
    Path arguments =
        Files.writeString(
            directory.resolve("arguments"), "--json\n--name\n\"" + name + "\"\n--tag\nmodel\n");
    Program share =
        shoal("share", "@" + arguments, file.toString(), "--tracker", tracker, "--data", "x");
    JsonObject shared = JsonParser.parseString(share.line()).getAsJsonObject();
    assertThat(shared.get("name").getAsString()).isEqualTo("größe _ 大.bin");

    Program search = shoal("search", "grö", "MOD", "--tracker", tracker, "--json");
    JsonObject match = lastObject(search);
    assertThat(match.get("fileId")).isEqualTo(shared.get("fileId"));
    assertThat(match.get("size").getAsLong()).isEqualTo(LENGTH);
    assertThat(match.get("seeders").getAsInt()).isEqualTo(1);
    assertThat(match.get("name").getAsString()).contains("größe").doesNotContain("\u202e");

    Files.createDirectory(directory.resolve("into"));
    Program get = shoal("get", shared.get("link").getAsString(), "-o", "into");
    assertThat(get.exitCode()).as(get.err()).isZero();
    assertThat(get.line()).isEqualTo("got into/größe _ 大.bin " + LENGTH);
    try (Stream<Path> written = Files.list(directory.resolve("into"))) {
      assertThat(written).singleElement().satisfies(p -> assertThat(p).hasSize(LENGTH));
    }
  }

  @Test
  void shouldSayGoodbyeWhenASharerIsTerminated() throws Exception {
    Program share = share(randomFile(LENGTH));
    String fileId = sharedId(share);

    share.terminate();
    assertThat(share.exitCode()).isEqualTo(SIGTERM_STATUS);
    assertThat(share.err()).contains("Stopped.").doesNotContain("\tat ");

    Program get = shoal("get", fileId, "--tracker", tracker, "-o", "copy.bin");
    assertThat(get.exitCode()).as(get.err()).isEqualTo(ExitCodes.NOT_FOUND);
  }

  @Test
  void shouldSayHowToGoOnWhenAGetIsTerminated() throws Exception {
    Program get = shoal("get", UNKNOWN, "--tracker", tracker, "--wait", "5m", "--json");
    get.awaitErr("Looking for");

    get.terminate();

    assertThat(get.exitCode()).isEqualTo(SIGTERM_STATUS);
    assertThat(lastObject(get).get("state").getAsString()).isEqualTo("stopped");
    assertThat(get.err()).contains("the same command goes on");
  }

  @Test
  void shouldMoveAFileAndCleanUpWhenDemonstrated() throws Exception {
    Path data = Files.createDirectory(directory.resolve("data"));

    Program demo =
        shoal("demo", "--size", "8MiB", "--peers", "2", "--data", data.toString(), "--json");
    JsonObject last = lastObject(demo);

    assertThat(demo.exitCode()).as(demo.err()).isZero();
    assertThat(last.get("state").getAsString()).isEqualTo("complete");
    assertThat(verifiedBytes(last)).isEqualTo(8 << 20);
    assertThat(data).isEmptyDirectory();
  }

  /** Starts sharing a file, in a node of its own. */
  private Program share(Path file, String... more) throws IOException {
    List<String> all = new ArrayList<>(List.of("share", file.toString(), "--tracker", tracker));
    all.addAll(List.of(more));
    return shoal(all.toArray(String[]::new));
  }

  private static String sharedId(Program share) throws Exception {
    String[] words = share.line().split(" ", 3);
    assertThat(words).hasSize(3).startsWith("shared");
    return words[1];
  }

  private Program shoal(String... args) throws IOException {
    List<String> all = new ArrayList<>(Arrays.asList(args));
    if (!all.contains("--data")) {
      all.addAll(List.of("--data", "node-" + nodes++));
    }
    Program program = Program.start(directory, ShoalMain.class.getName(), all);
    programs.add(program);
    return program;
  }

  private Path randomFile(int length) throws Exception {
    Path file = directory.resolve("model.bin");
    DemoContent.write(file, length, new StopSignal());
    return file;
  }

  private static JsonObject lastObject(Program program) {
    List<String> lines = program.rest();
    assertThat(lines).isNotEmpty();
    return JsonParser.parseString(lines.get(lines.size() - 1)).getAsJsonObject();
  }

  private static long verifiedBytes(JsonObject fetched) {
    long sum = 0;
    for (JsonElement source : fetched.getAsJsonArray("sources")) {
      sum += source.getAsJsonObject().get("verifiedBytes").getAsLong();
    }
    return sum;
  }
}
