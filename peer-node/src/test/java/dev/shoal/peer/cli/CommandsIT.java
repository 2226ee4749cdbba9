package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.shoal.protocol.FileId;
import dev.shoal.tracker.TrackerServer;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the commands do, say and end with, over real sockets but in this JVM. {@link CommandLineIT}
 * has what only a process of its own can show.
 */
@Tag("any-jdk")
@Timeout(120)
class CommandsIT {
  /** Nothing listens at a port that no process is ever given by chance. */
  private static final String NOWHERE = "127.0.0.1:1";

  private static final String UNKNOWN = "ab".repeat(FileId.LENGTH);
  private static final int LENGTH = (3 << 20) + 12_345;

  @TempDir private Path directory;

  private final List<RunningCli> running = new ArrayList<>();
  private TrackerServer server;
  private String tracker = "";
  private int nodes;

  @BeforeEach
  void startTracker() {
    server =
        TrackerServer.builder()
            .bindAddress(InetAddress.getLoopbackAddress())
            .port(0)
            .start()
            .join();
    tracker = NetUtil.toSocketAddressString(server.address());
  }

  @AfterEach
  void stopAll() throws InterruptedException {
    for (RunningCli each : running) {
      each.stop();
    }
    server.close();
  }

  @Test
  void shouldPrintOneLineWhenDone() throws Exception {
    Path file = randomFile("model.bin");
    String fileId = sharedId(share(file));
    Path into = Files.createDirectory(directory.resolve("into"));

    Cli get =
        shoal("get", fileId, "-o", into.toString(), "--order=sequential", "--download-limit=1G");

    assertThat(get.out()).isEqualTo("got " + into.resolve("model.bin") + " " + LENGTH + "\n");
    assertThat(get.exitCode()).isZero();
    assertThat(get.err()).contains("from 1 source: 127.0.0.1:");
    assertThat(into.resolve("model.bin")).hasSameBinaryContentAs(file);
  }

  @Test
  void shouldRefuseADashWhenStdoutOrTheFileIsNeededOtherwise() {
    for (String option : List.of("--json", "--keep-seeding")) {
      Cli get = shoal("get", UNKNOWN, "-o", "-", option);
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
    Path list =
        Files.writeString(
            directory.resolve("list"),
            large + " a.bin\n\n" + other + " ../../b c.txt\n" + UNKNOWN + " none\n" + other + "\n");

    Cli get = shoal("get", "--list", list.toString(), into.toString(), "--json");

    assertThat(get.exitCode()).as(get.err()).isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(get.err()).contains("3 files complete, 1 failed");
    assertThat(get.json())
        .extracting(object -> object.get("state").getAsString())
        .containsExactlyInAnyOrder("complete", "complete", "complete", "failed");
    assertThat(into.resolve("a.bin")).hasSameBinaryContentAs(file);
    assertThat(into.resolve("b c.txt")).hasContent("small");
    assertThat(into.resolve(other)).hasContent("small");
    assertThat(into.toFile().list()).hasSize(3);
  }

  @Test
  void shouldRefuseAListThatIsNone() throws Exception {
    Path list = Files.writeString(directory.resolve("list"), UNKNOWN + " a\nnonsense b\n");
    Cli get = shoal("get", "--list", list.toString(), directory.toString());
    assertThat(get.exitCode()).as(get.err()).isEqualTo(ExitCodes.USAGE);
    assertThat(get.err()).contains("line 2");
  }

  @Test
  void shouldNotFindWhatNobodyShares() {
    Cli get = shoal("get", UNKNOWN, "--json");
    JsonObject last = last(get);

    assertThat(get.exitCode()).as(get.err()).isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(last.get("state").getAsString()).isEqualTo("failed");
    assertThat(last.get("exitCode").getAsInt()).isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(last.get("error").getAsString()).isNotBlank();
    assertThat(last.get("fetchedBytes").getAsLong()).isZero();
    assertOneSentence(get);
  }

  @Test
  void shouldSaySoWhenTheTrackerIsNotThere() throws Exception {
    Cli get = shoalOf(NOWHERE, "get", UNKNOWN);

    assertThat(get.exitCode()).as(get.err()).isEqualTo(ExitCodes.UNREACHABLE);
    assertThat(get.out()).isEmpty();
    assertOneSentence(get);
  }

  @Test
  void shouldKeepTryingWhenASharersTrackerIsNotThere() throws Exception {
    RunningCli share = start(NOWHERE, "share", randomFile("model.bin").toString());

    assertThat(share.line()).startsWith("shared ");
    share.awaitErr("trying on");
  }

  @Test
  void shouldTouchAnExistingFileOnlyWhenToldTo() throws Exception {
    Path file = randomFile("model.bin");
    String fileId = sharedId(share(file));
    Path existing = Files.writeString(directory.resolve("copy.bin"), "mine");

    Cli refused = shoal("get", fileId, "-o", existing.toString());
    assertThat(refused.exitCode()).as(refused.err()).isEqualTo(ExitCodes.FAILED);
    assertOneSentence(refused);
    assertThat(existing).hasContent("mine");

    Cli told = shoal("get", fileId, "-o", existing.toString(), "--overwrite");
    assertThat(told.exitCode()).as(told.err()).isZero();
    assertThat(existing).hasSameBinaryContentAs(file);
  }

  @Test
  void shouldTellWhatIsKnownOfAFile() throws Exception {
    RunningCli share =
        start(tracker, "share", randomFile("model.bin").toString(), "--tag", "big", "--json");
    JsonObject shared = JsonParser.parseString(share.line()).getAsJsonObject();

    Cli info = Cli.run(withData("info", shared.get("link").getAsString(), "--json"));
    JsonObject known = last(info);
    assertThat(info.exitCode()).as(info.err()).isZero();
    assertThat(known.get("fileId")).isEqualTo(shared.get("fileId"));
    assertThat(known.get("name").getAsString()).isEqualTo("model.bin");
    assertThat(known.get("size").getAsLong()).isEqualTo(LENGTH);
    assertThat(known.get("tags").getAsJsonArray()).hasSize(1);
    assertThat(known.get("publisher").getAsString()).hasSize(64);
    assertThat(known.get("seeders").getAsInt()).isEqualTo(1);
    assertThat(known.get("leechers").getAsInt()).isZero();
    assertThat(known.get("completed").getAsLong()).isNotNegative();

    Cli text = shoal("info", shared.get("fileId").getAsString());
    assertThat(text.out().lines()).contains("name       model.bin", "seeders    1");
  }

  @Test
  void shouldSaySoWhenNothingIsKnownOfAFile() {
    Cli info = shoal("info", UNKNOWN, "--json");

    assertThat(info.exitCode()).as(info.err()).isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(last(info).get("exitCode").getAsInt()).isEqualTo(ExitCodes.NOT_FOUND);
    assertOneSentence(info);
  }

  @Test
  void shouldUseTheNextTrackerWhenTheFirstIsNotThere() throws Exception {
    String trackers = NOWHERE + "," + tracker;
    String fileId = sharedId(start(trackers, "share", randomFile("model.bin").toString()));

    Cli get = shoalOf(trackers, "get", fileId, "-o", directory.resolve("copy.bin").toString());
    assertThat(get.exitCode()).as(get.err()).isZero();
  }

  @Test
  void shouldSaySoWhenASearchFindsNothing() {
    Cli search = shoal("search", "nothing");

    assertThat(search.exitCode()).as(search.err()).isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(search.out()).isEmpty();
    assertOneSentence(search);
  }

  @Test
  void shouldShareTheOthersWhenOneFileIsBad() throws Exception {
    String missing = directory.resolve("missing").toString();

    RunningCli share = start(tracker, "share", missing, randomFile("model.bin").toString());

    assertThat(share.line()).startsWith("shared ").endsWith(" model.bin");
    assertThat(share.err()).contains("shoal: ").contains("missing");
  }

  @Test
  void shouldFailWhenNoFileCanBeShared() {
    Cli share = shoal("share", directory.resolve("missing").toString());

    assertThat(share.exitCode()).as(share.err()).isEqualTo(ExitCodes.FAILED);
  }

  @Test
  void shouldStopSharingWhenTheFileIsChanged() throws Exception {
    Path file = randomFile("model.bin");
    RunningCli share = share(file);
    String fileId = sharedId(share);

    Files.write(file, new byte[1], StandardOpenOption.APPEND);
    Cli get = shoal("get", fileId, "-o", directory.resolve("copy.bin").toString());

    assertThat(share.exitCode()).as(share.err()).isEqualTo(ExitCodes.INTEGRITY);
    assertThat(share.err()).contains("model.bin");
    assertThat(get.exitCode()).as(get.err()).isNotZero();
  }

  /** Starts sharing a file, in a node of its own. */
  private RunningCli share(Path file) {
    return start(tracker, "share", file.toString());
  }

  private RunningCli start(String trackers, String... args) {
    RunningCli started = RunningCli.start(withData(with(args, "--tracker", trackers)));
    running.add(started);
    return started;
  }

  private static String sharedId(RunningCli share) throws InterruptedException {
    String[] words = share.line().split(" ", 3);
    assertThat(words).as(share::err).hasSize(3).startsWith("shared");
    return words[1];
  }

  private Cli shoal(String... args) {
    return shoalOf(tracker, args);
  }

  private Cli shoalOf(String trackers, String... args) {
    return Cli.run(withData(with(args, "--tracker", trackers)));
  }

  private String[] withData(String... args) {
    return with(args, "--data", directory.resolve("node-" + nodes++).toString());
  }

  private static String[] with(String[] args, String... more) {
    return Stream.concat(Stream.of(args), Stream.of(more)).toArray(String[]::new);
  }

  private Path randomFile(String name) throws Exception {
    Path file = directory.resolve(name);
    DemoContent.write(file, LENGTH, new StopSignal());
    return file;
  }

  private static JsonObject last(Cli cli) {
    List<JsonObject> lines = cli.json();
    assertThat(lines).as(cli.err()).isNotEmpty();
    return lines.get(lines.size() - 1);
  }

  private static void assertOneSentence(Cli cli) {
    assertThat(cli.err().lines().filter(line -> line.startsWith("shoal: "))).hasSize(1);
    assertThat(cli.err()).doesNotContain("\tat ");
  }
}
