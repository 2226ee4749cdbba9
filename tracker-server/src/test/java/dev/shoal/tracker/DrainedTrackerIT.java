package dev.shoal.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.wire.Publish;
import dev.shoal.protocol.wire.PublishedFile;
import dev.shoal.protocol.wire.Role;
import dev.shoal.tracker.cli.TrackerMain;
import dev.shoal.transport.Endpoint;
import dev.shoal.transport.Greeting;
import dev.shoal.transport.TransportConfig;
import dev.shoal.transport.TransportKind;
import io.netty.channel.EventLoopGroup;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program, ended by SIGTERM, and what its other commands do with what it has kept. */
@Tag("any-jdk")
class DrainedTrackerIT {
  private static final FileId FILE = FileId.fromBytes(new byte[FileId.LENGTH]);
  private static final int PATIENCE_SECONDS = 60;

  @TempDir Path directory;

  private final EventLoopGroup group = TransportKind.best().newGroup(1, "test-peers");
  private final Endpoint endpoint =
      new Endpoint(
          group,
          TransportConfig.defaults(),
          Greeting.of(Role.ROLE_PEER, PeerId.fromBytes(new byte[PeerId.LENGTH]), "test"));
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void endEverything() {
    processes.forEach(Process::destroyForcibly);
    endpoint.close().join();
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void shouldKeepWhatItAcknowledgedAndHandItOnWhenItWasTerminated() throws Exception {
    Path data = directory.resolve("data");
    Path dump = directory.resolve("dump");
    Process tracker = run("--port", "0", "--bind", "127.0.0.1", "--data", data.toString());
    publish(port(tracker));

    assertFails("is in use by another process", "export", "--data", data, dump);
    assertThat(dump).doesNotExist();
    assertFails("already; move it away first", "import", "--data", data, existing("any"));
    tracker.toHandle().destroy();
    assertThat(exitStatus(tracker)).isZero();

    assertDoes("exported 1 files", "export", "--data", data, dump);
    assertFails("exists already", "export", "--data", data, dump);
    Path copy = directory.resolve("copy");
    assertDoes("imported 1 files", "import", "--data", copy, dump);
    assertFails("already; move it away first", "import", "--data", copy, dump);
    assertDoes("exported 1 files", "export", "--data", copy, directory.resolve("second"));
    assertThat(directory.resolve("second")).hasSameBinaryContentAs(dump);
  }

  @Test
  void shouldLeaveNothingBehindWhenDumpIsDamaged() throws Exception {
    Path data = directory.resolve("data");
    Path dump = directory.resolve("dump");
    TrackerServer.builder().port(0).dataDirectory(data).start().join().close();
    assertDoes("exported 0 files", "export", "--data", data, dump);
    byte[] bytes = Files.readAllBytes(dump);
    bytes[bytes.length - 1] ^= 1;
    Path damaged = Files.write(directory.resolve("damaged"), bytes);
    Path other = directory.resolve("other");

    assertFails("is damaged", "import", "--data", other, damaged);

    assertThat(other).isEmptyDirectory();
    assertDoes("imported 0 files", "import", "--data", other, dump);
  }

  private void publish(int port) {
    TestPeer peer = TestPeer.connect(endpoint, InetAddress.getLoopbackAddress(), port);
    peer.open(7071, true);
    peer.ask(
        FrameKind.PUBLISH,
        Publish.newBuilder()
            .addFiles(
                PublishedFile.newBuilder()
                    .setFileId(ByteString.copyFrom(FILE.toBytes()))
                    .setLength(5)
                    .setName("file"))
            .build());
  }

  private Path existing(String name) throws IOException {
    return Files.createFile(directory.resolve(name));
  }

  private void assertDoes(String sentence, Object... arguments) throws Exception {
    Process process = run(arguments);
    assertThat(output(process.inputReader(StandardCharsets.UTF_8))).contains(sentence);
    assertThat(exitStatus(process)).isZero();
  }

  private void assertFails(String sentence, Object... arguments) throws Exception {
    Process process = run(arguments);
    assertThat(output(process.errorReader(StandardCharsets.UTF_8)))
        .startsWith("tracker-server: ")
        .contains(sentence);
    assertThat(exitStatus(process)).isEqualTo(1);
  }

  private static String output(BufferedReader reader) {
    return String.join("\n", reader.lines().toList());
  }

  private static int port(Process tracker) throws IOException {
    String line = tracker.inputReader(StandardCharsets.UTF_8).readLine();
    assertThat(line).startsWith("tracker listening on ");
    return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
  }

  private Process run(Object... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                TrackerMain.class.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Process process = new ProcessBuilder(command).start();
    processes.add(process);
    return process;
  }

  private static int exitStatus(Process process) throws InterruptedException {
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("has ended").isTrue();
    return process.exitValue();
  }
}
