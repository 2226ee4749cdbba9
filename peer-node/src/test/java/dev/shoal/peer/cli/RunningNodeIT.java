package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.shoal.tracker.TrackerServer;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands beside a node that runs, and what they say of one that does not. */
@Tag("any-jdk")
@Timeout(120)
class RunningNodeIT {
  private static final int LENGTH = (1 << 20) + 12_345;

  @TempDir private Path directory;

  private final List<RunningCli> running = new ArrayList<>();
  private TrackerServer server;
  private String tracker = "";

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
  void shouldShareAndFetchByTheNodesThatRun() throws Exception {
    JsonObject first = started(node("first", "--files=0"));
    node("second", "--allow", directory.toString()).line();
    Path file = Files.write(directory.resolve("model.bin"), new byte[LENGTH]);

    Cli share = shoal("first", "share", file.toString());
    assertThat(share.exitCode()).as(share.err()).isZero();
    assertThat(share.out()).startsWith("shared ").endsWith(" model.bin\n");
    assertThat(share.err()).contains("The running node shares it from now on");
    String fileId = share.out().split(" ", -1)[1];
    assertThat(shoal("first", "list", "--json").json())
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.get("state").getAsString()).isEqualTo("shared");
              assertThat(line.get("fileId").getAsString()).isEqualTo(fileId);
            });
    URI url = URI.create(first.get("files").getAsString() + fileId);
    assertThat(
            HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofByteArray())
                .body())
        .hasSize(LENGTH);

    Path copy = directory.resolve("copy.bin");
    Cli get = shoal("second", "get", fileId, copy.toString(), "--wait=30s");
    assertThat(get.exitCode()).as(get.err()).isZero();
    assertThat(get.out()).isEqualTo("got " + copy.toRealPath() + " " + LENGTH + "\n");
    assertThat(get.err()).contains("by the running node", "1.01 MiB in ");
    assertThat(copy).hasSameBinaryContentAs(file);
    assertThat(shoal("second", "downloads").out()).contains("complete", "100%", "copy.bin");
    assertThat(shoal("second", "peers").exitCode()).isZero();

    Cli byName = shoal("second", "get", "model.bin", "-o", copy + "2", "--wait=forever");
    assertThat(byName.exitCode()).as(byName.err()).isZero();
    assertThat(directory.resolve("copy.bin2")).hasSameBinaryContentAs(file);

    Cli unshare = shoal("first", "unshare", fileId.substring(0, 8));
    assertThat(unshare.out()).as(unshare.err()).isEqualTo("unshared model.bin\n");
    assertThat(shoal("first", "list").err()).contains("Nothing is shared");
  }

  @Test
  void shouldFetchByItselfWhereTheRunningNodeMayNotWrite() throws Exception {
    node("first").line();
    Path file = Files.write(directory.resolve("model.bin"), new byte[LENGTH]);
    String fileId = shoal("first", "share", file.toString()).out().split(" ", -1)[1];

    Path copy = directory.resolve("copy.bin");
    Cli denied = shoal("first", "get", fileId, copy.toString(), "--tracker", tracker, "--wait=30s");
    assertThat(denied.exitCode()).as(denied.err()).isZero();
    assertThat(denied.err()).contains("Not by the running node: ");
    assertThat(copy).hasSameBinaryContentAs(file);
    Cli byName = shoal("first", "get", "model.bin", copy + "3", "--wait=30s");
    assertThat(byName.exitCode()).as(byName.err()).isZero();
    assertThat(directory.resolve("copy.bin3")).hasSameBinaryContentAs(file);
    Cli other = shoal("first", "get", fileId, "--tracker=127.0.0.1:1", "-o", copy + "2");
    assertThat(other.exitCode()).isEqualTo(ExitCodes.UNREACHABLE);
    assertThat(other.err()).contains("it does not use the tracker 127.0.0.1:1");
  }

  @Test
  void shouldRememberWhatItIsToldWhetherItRunsOrNot() throws Exception {
    RunningCli node = node("first", "--upload-limit=1M");
    node.line();
    Path file = Files.write(directory.resolve("model.bin"), new byte[LENGTH]);
    shoal("first", "share", file.toString());
    String waiting = "cd".repeat(32);
    RunningCli get =
        start(
            "get", waiting, "-o", downloads("first") + "/x", "--wait=1h", "--data", data("first"));
    get.awaitErr("Looking for");
    get.stop();
    assertThat(get.err()).contains("the running node goes on with it");
    Cli joined = shoal("first", "get", waiting, "-o", downloads("first") + "/x", "--wait=0s");
    assertThat(joined.exitCode()).as(joined.err()).isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(joined.err()).contains("the running node goes on waiting for it");
    assertThat(shoal("first", "limit", "--down=2M").out()).isEqualTo("up 1 MiB/s, down 2 MiB/s\n");
    assertThat(shoal("first", "status").out())
        .contains("running for", tracker, "1 shared", "1 waiting");

    Cli second = shoal("first", "node", "--tracker", tracker);
    assertThat(second.exitCode()).isEqualTo(ExitCodes.FAILED);
    assertThat(second.err().lines()).hasSize(1);

    Cli stop = shoal("first", "stop", "--json");
    assertThat(stop.out()).as(stop.err()).isEqualTo("{\"state\":\"stopped\"}\n");
    assertThat(node.exitCode()).isZero();
    Cli resting = shoal("first", "status");
    assertThat(resting.out()).as(resting.err()).contains("not running", "up 1 MiB/s, down 2 MiB/s");
    assertThat(shoal("first", "list").out()).contains("resting", "model.bin");
    assertThat(shoal("first", "list", "--json").json())
        .singleElement()
        .satisfies(line -> assertThat(line.get("state").getAsString()).isEqualTo("resting"));
    assertThat(shoal("first", "pause", waiting).out()).startsWith("paused ");
    assertThat(shoal("first", "downloads", "--json").json())
        .singleElement()
        .satisfies(line -> assertThat(line.get("state").getAsString()).isEqualTo("paused"));
    assertThat(shoal("first", "cancel", waiting, "nothing").exitCode())
        .isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(shoal("first", "downloads").err()).contains("There are no downloads");
    assertThat(shoal("first", "stop").exitCode()).isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(shoal("first", "console").exitCode()).isEqualTo(ExitCodes.NOT_FOUND);

    JsonObject again = started(node("first"));
    assertThat(again.get("console").getAsString()).startsWith("http://127.0.0.1:");
    assertThat(shoal("first", "limit").out()).isEqualTo("up 1 MiB/s, down 2 MiB/s\n");
    assertThat(shoal("first", "console").out()).contains("#token=");
  }

  private static JsonObject started(RunningCli node) throws InterruptedException {
    return JsonParser.parseString(node.line()).getAsJsonObject();
  }

  private RunningCli node(String name, String... more) {
    return start(
        Stream.concat(
                Stream.of(
                    "node",
                    "--json",
                    "--bind=127.0.0.1",
                    "--tracker",
                    tracker,
                    "--data",
                    data(name),
                    "--downloads",
                    downloads(name)),
                Arrays.stream(more))
            .toArray(String[]::new));
  }

  private RunningCli start(String... args) {
    RunningCli started = RunningCli.start(args);
    running.add(started);
    return started;
  }

  private Cli shoal(String name, String... args) {
    return Cli.run(
        Stream.concat(Arrays.stream(args), Stream.of("--data", data(name))).toArray(String[]::new));
  }

  private String data(String name) {
    return directory.resolve(name).toString();
  }

  private String downloads(String name) {
    return directory.resolve(name + "-downloads").toString();
  }
}
