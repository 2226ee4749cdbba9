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
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
 * is in this one, as starting it each time would take longest.
 */
@Tag("any-jdk")
@Timeout(120)
class CommandLineIT {
  private static final String UNKNOWN = "ab".repeat(FileId.LENGTH);
  private static final int LENGTH = (24 << 20) + 12_345;
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
    Path file = randomFile("model.bin");
    String fileId = sharedId(share(file));
    assertThat(sharedId(share(file))).isEqualTo(fileId);

    Program get = shoal("get", fileId, "--tracker", tracker, "-o", "copy.bin", "--json");
    JsonObject last = lastObject(get);

    assertThat(get.exitCode()).as(get.err()).isZero();
    assertThat(directory.resolve("copy.bin")).hasSameBinaryContentAs(file);
    assertThat(last.get("state").getAsString()).isEqualTo("complete");
    assertThat(last.get("fileId").getAsString()).isEqualTo(fileId);
    assertThat(last.get("path").getAsString()).endsWith("copy.bin");
    assertThat(last.get("bytes").getAsLong()).isEqualTo(LENGTH);
    assertThat(last.get("keptBytes").getAsLong()).isZero();
    assertThat(last.get("fetchedBytes").getAsLong()).isGreaterThanOrEqualTo(LENGTH);
    assertThat(last.get("seconds").getAsDouble()).isPositive();
    assertThat(last.getAsJsonArray("sources")).hasSize(2);
    assertThat(verifiedBytes(last)).isEqualTo(LENGTH);
  }

  @Test
  void shouldPrintOneLineWhenDone() throws Exception {
    Path file = randomFile("model.bin");
    String fileId = sharedId(share(file));
    Path into = Files.createDirectory(directory.resolve("into"));

    Program get =
        shoal(
            "get",
            fileId,
            "--tracker",
            tracker,
            "-o",
            "into",
            "--order=sequential",
            "--download-limit=1G");

    assertThat(get.rest()).containsExactly("got " + Path.of("into", "model.bin") + " " + LENGTH);
    assertThat(get.exitCode()).isZero();
    assertThat(get.err()).contains("from 1 source: 127.0.0.1:");
    assertThat(into.resolve("model.bin")).hasSameBinaryContentAs(file);
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
    String fileId = sharedId(share(randomFile("model.bin")));

    Program get = shoal("get", fileId, "--tracker", tracker, "-o", "-");
    get.closeOut();

    assertThat(get.exitCode()).as(get.err()).isEqualTo(ExitCodes.FAILED);
    assertThat(get.err()).contains("the output is not read any more");
  }

  @Test
  void shouldRefuseADashWhenStdoutOrTheFileIsNeededOtherwise() throws Exception {
    for (String option : List.of("--json", "--keep-seeding")) {
      Program get = shoal("get", UNKNOWN, "--tracker", tracker, "-o", "-", option);
      assertThat(get.exitCode()).as(get.err()).isEqualTo(ExitCodes.USAGE);
      assertThat(get.err()).contains("-o -");
    }
  }

  @Test
  void shouldFetchAllOfAListAndSayOfEachWhatBecameOfIt() throws Exception {
    Path file = randomFile("model.bin");
    Path small = Files.writeString(directory.resolve("small.txt"), "small");
    String large = sharedId(share(file));
    String other = sharedId(share(small));
    Path into = Files.createDirectory(directory.resolve("into"));
    Files.writeString(
        directory.resolve("list"),
        large + " a.bin\n\n" + other + " ../../b c.txt\n" + UNKNOWN + " none\n" + other + "\n");

    Program get = shoal("get", "--list", "list", "into", "--tracker", tracker, "--json");
    List<JsonObject> files =
        get.rest().stream().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();

    assertThat(get.exitCode()).as(get.err()).isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(get.err()).contains("3 files complete, 1 failed");
    assertThat(files)
        .extracting(object -> object.get("state").getAsString())
        .containsExactlyInAnyOrder("complete", "complete", "complete", "failed");
    assertThat(into.resolve("a.bin")).hasSameBinaryContentAs(file);
    assertThat(into.resolve("b c.txt")).hasContent("small");
    assertThat(into.resolve(other)).hasContent("small");
    assertThat(into.toFile().list()).hasSize(3);
  }

  @Test
  void shouldRefuseAListThatIsNone() throws Exception {
    Files.writeString(directory.resolve("list"), UNKNOWN + " a\nnonsense b\n");
    Program get = shoal("get", "--list", "list", ".", "--tracker", tracker);
    assertThat(get.exitCode()).as(get.err()).isEqualTo(ExitCodes.USAGE);
    assertThat(get.err()).contains("line 2");
  }

  @Test
  void shouldNotFindWhatNobodyShares() throws Exception {
    Program get = shoal("get", UNKNOWN, "--tracker", tracker, "--json");
    JsonObject last = lastObject(get);

    assertThat(get.exitCode()).as(get.err()).isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(last.get("state").getAsString()).isEqualTo("failed");
    assertThat(last.get("exitCode").getAsInt()).isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(last.get("error").getAsString()).isNotBlank();
    assertThat(last.get("fetchedBytes").getAsLong()).isZero();
    assertOneSentence(get);
  }

  @Test
  void shouldSaySoWhenTheTrackerIsNotThere() throws Exception {
    Program get = shoal("get", UNKNOWN, "--tracker", "127.0.0.1:" + closedPort());

    assertThat(get.exitCode()).as(get.err()).isEqualTo(ExitCodes.UNREACHABLE);
    assertThat(get.rest()).isEmpty();
    assertOneSentence(get);
  }

  @Test
  void shouldKeepTryingWhenASharersTrackerIsNotThere() throws Exception {
    Path file = randomFile("model.bin");

    Program share =
        shoal("share", file.toString(), "--tracker", "127.0.0.1:" + closedPort(), "--data", "x");

    assertThat(share.line()).startsWith("shared ");
    share.awaitErr("trying on");
  }

  @Test
  void shouldRefuseToStartWhenMisused() throws Exception {
    Program get = shoal("get", "12345", "--tracker", tracker);

    assertThat(get.exitCode()).isEqualTo(ExitCodes.USAGE);
    assertThat(get.rest()).isEmpty();
  }

  @Test
  void shouldTouchAnExistingFileOnlyWhenToldTo() throws Exception {
    Path file = randomFile("model.bin");
    String fileId = sharedId(share(file));
    Path existing = Files.writeString(directory.resolve("copy.bin"), "mine");

    Program refused = shoal("get", fileId, "--tracker", tracker, "-o", "copy.bin");
    assertThat(refused.exitCode()).as(refused.err()).isEqualTo(ExitCodes.FAILED);
    assertOneSentence(refused);
    assertThat(existing).hasContent("mine");

    Program told = shoal("get", fileId, "--tracker", tracker, "-o", "copy.bin", "--overwrite");
    assertThat(told.exitCode()).as(told.err()).isZero();
    assertThat(existing).hasSameBinaryContentAs(file);
  }

  @Test
  void shouldCarryAnyNameAndWriteASafeOne() throws Exception {
    Path file = randomFile("model.bin");
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
  void shouldTellWhatIsKnownOfAFile() throws Exception {
    Path file = randomFile("model.bin");
    Program share =
        shoal(
            "share",
            file.toString(),
            "--tag",
            "big",
            "--tracker",
            tracker,
            "--data",
            "x",
            "--json");
    JsonObject shared = JsonParser.parseString(share.line()).getAsJsonObject();

    Program info = shoal("info", shared.get("link").getAsString(), "--json");
    JsonObject known = lastObject(info);
    assertThat(info.exitCode()).as(info.err()).isZero();
    assertThat(known.get("fileId")).isEqualTo(shared.get("fileId"));
    assertThat(known.get("name").getAsString()).isEqualTo("model.bin");
    assertThat(known.get("size").getAsLong()).isEqualTo(LENGTH);
    assertThat(known.get("tags").getAsJsonArray()).hasSize(1);
    assertThat(known.get("publisher").getAsString()).hasSize(64);
    assertThat(known.get("seeders").getAsInt()).isEqualTo(1);
    assertThat(known.get("leechers").getAsInt()).isZero();
    assertThat(known.get("completed").getAsLong()).isNotNegative();

    Program text = shoal("info", shared.get("fileId").getAsString(), "--tracker", tracker);
    assertThat(text.rest()).contains("name       model.bin", "seeders    1");
  }

  @Test
  void shouldSaySoWhenNothingIsKnownOfAFile() throws Exception {
    Program info = shoal("info", UNKNOWN, "--tracker", tracker, "--json");

    assertThat(info.exitCode()).as(info.err()).isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(lastObject(info).get("exitCode").getAsInt()).isEqualTo(ExitCodes.NOT_FOUND);
    assertOneSentence(info);
  }

  @Test
  void shouldUseTheNextTrackerWhenTheFirstIsNotThere() throws Exception {
    String trackers = "127.0.0.1:" + closedPort() + "," + tracker;
    Program share =
        shoal("share", randomFile("model.bin").toString(), "--tracker", trackers, "--data", "x");
    String fileId = sharedId(share);

    Program get = shoal("get", fileId, "--tracker", trackers, "-o", "copy.bin");
    assertThat(get.exitCode()).as(get.err()).isZero();
  }

  @Test
  void shouldSaySoWhenASearchFindsNothing() throws Exception {
    Program search = shoal("search", "nothing", "--tracker", tracker);

    assertThat(search.exitCode()).as(search.err()).isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(search.rest()).isEmpty();
    assertOneSentence(search);
  }

  @Test
  void shouldSayGoodbyeWhenASharerIsTerminated() throws Exception {
    Program share = share(randomFile("model.bin"));
    String fileId = sharedId(share);

    share.terminate();
    assertThat(share.exitCode()).isEqualTo(SIGTERM_STATUS);
    assertThat(share.err()).contains("Stopped.").doesNotContain("\tat ");

    Program get = shoal("get", fileId, "--tracker", tracker, "-o", "copy.bin");
    assertThat(get.exitCode()).as(get.err()).isEqualTo(ExitCodes.NOT_FOUND);
  }

  @Test
  void shouldShareTheOthersWhenOneFileIsBad() throws Exception {
    Path file = randomFile("model.bin");

    Program share = shoal("share", "missing", file.toString(), "--tracker", tracker, "--data", "x");

    assertThat(share.line()).startsWith("shared ").endsWith(" model.bin");
    assertThat(share.err()).contains("shoal: ").contains("missing");
  }

  @Test
  void shouldFailWhenNoFileCanBeShared() throws Exception {
    Program share = shoal("share", "missing", "--tracker", tracker, "--data", "x");

    assertThat(share.exitCode()).as(share.err()).isEqualTo(ExitCodes.FAILED);
  }

  @Test
  void shouldStopSharingWhenTheFileIsChanged() throws Exception {
    Path file = randomFile("model.bin");
    Program share = share(file);
    String fileId = sharedId(share);

    Files.write(file, new byte[1], StandardOpenOption.APPEND);
    Program get = shoal("get", fileId, "--tracker", tracker);

    assertThat(share.exitCode()).as(share.err()).isEqualTo(ExitCodes.INTEGRITY);
    assertThat(share.err()).contains("model.bin");
    assertThat(get.exitCode()).as(get.err()).isNotZero();
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
  private Program share(Path file) throws IOException {
    return shoal("share", file.toString(), "--tracker", tracker, "--data", "sharer-" + nodes++);
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

  private Path randomFile(String name) throws Exception {
    Path file = directory.resolve(name);
    DemoContent.write(file, LENGTH, new StopSignal());
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

  private static void assertOneSentence(Program program) {
    assertThat(program.err().lines().filter(line -> line.startsWith("shoal: "))).hasSize(1);
    assertThat(program.err()).doesNotContain("\tat ");
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
