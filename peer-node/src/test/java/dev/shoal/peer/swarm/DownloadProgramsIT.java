package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shoal.peer.PeerNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The programs that people fetch files with, against a node that knows nothing of them. */
@Tag("any-jdk")
@Timeout(120)
class DownloadProgramsIT {
  private static final int LENGTH = 20_000_003;
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  @TempDir private Path directory;
  private PeerNode node;
  private Path original;
  private String url;

  @BeforeEach
  void start() throws Exception {
    original = Content.write(directory.resolve("original.bin"), LENGTH, 1);
    node =
        PeerNode.builder()
            .bind(HERE)
            .memory(16 << 20)
            .dataDirectory(directory.resolve("node"))
            .fileServer(new InetSocketAddress(HERE, 0))
            .build();
    url =
        "http://127.0.0.1:"
            + node.fileServerAddress().orElseThrow().getPort()
            + "/files/"
            + Await.result(node.share(original)).fileId();
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void shouldServeCurlWithRangesAndNames() throws Exception {
    run("curl", "-sS", "--fail", "-OJ", url);
    assertThat(Files.mismatch(original, directory.resolve("named/original.bin"))).isEqualTo(-1);

    run("curl", "-sS", "--fail", "-r", "1000000-1999999", "-o", "part", url);
    assertThat(Files.readAllBytes(directory.resolve("named/part")))
        .isEqualTo(Arrays.copyOfRange(Files.readAllBytes(original), 1_000_000, 2_000_000));

    String headers = run("curl", "-sSI", url);
    assertThat(headers).startsWith("HTTP/1.1 200 OK").contains("accept-ranges: bytes");
  }

  @Test
  void shouldLetWgetGoOnWhereItStopped() throws Exception {
    Path begun = Files.createDirectories(directory.resolve("named")).resolve("begun.bin");
    try (OutputStream out = Files.newOutputStream(begun)) {
      out.write(Arrays.copyOf(Files.readAllBytes(original), 7_000_000));
    }
    String said = run("wget", "-c", "-O", "begun.bin", url);
    assertThat(said).contains("206 Partial Content");
    assertThat(Files.mismatch(original, begun)).isEqualTo(-1);
  }

  @Test
  void shouldServeAria2OverEightConnections() throws Exception {
    run("aria2c", "-q", "-x8", "-s8", "-k1M", "--file-allocation=none", "-o", "copy.bin", url);
    assertThat(Files.mismatch(original, directory.resolve("named/copy.bin"))).isEqualTo(-1);
  }

  /** What it says; in a directory of its own. */
  private String run(String... command) throws IOException, InterruptedException {
    Path where = Files.createDirectories(directory.resolve("named"));
    Path said = directory.resolve("said.txt");
    List<String> words = new ArrayList<>(List.of(command));
    Process process;
    try {
      process =
          new ProcessBuilder(words)
              .directory(where.toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
    } catch (IOException e) {
      assumeTrue(false, "skipped: " + command[0] + " is not installed");
      throw e;
    }
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", command[0]).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String text = Files.readString(said);
    assertThat(process.exitValue()).as(text).isZero();
    return text;
  }
}
