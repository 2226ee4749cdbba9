package dev.shoal.benchmarks.compare;

import dev.shoal.benchmarks.node.NodeProcess;
import dev.shoal.benchmarks.programs.Scope;
import dev.shoal.benchmarks.report.Measures;
import dev.shoal.benchmarks.transfer.Transfer;
import dev.shoal.protocol.FileId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A node that serves one file to a client that discards it. For one round, with a JVM of its own.
 */
final class ShoalServing implements AutoCloseable {
  private final Scope scope;
  private final NodeProcess node;
  private final RangeClient client;

  /** Starts the node, lets it share the file, and connects. */
  ShoalServing(Scope within, Transfer.Launcher launcher, Path data, Path file, ServeOptions options)
      throws IOException, InterruptedException {
    scope = within.nested();
    try {
      List<String> command = launcher.command(data);
      node = scope.start(() -> NodeProcess.start("seeder", Transfer.HOST, command));
      String address = node.awaitReady().addresses().get(0);
      FileId id = FileId.parse(node.share(file, options.range()));
      int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
      int chunks = (int) (Files.size(file) / options.range());
      SplittableRandom random = new SplittableRandom(1);
      client =
          scope.start(
              () ->
                  new RangeClient(
                      new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                      () -> new ChunkDialogue(id, options.range(), chunks, random),
                      options.connections(),
                      options.ahead()));
    } catch (IOException | InterruptedException | RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  /** Serves until so many bytes have gone, or so much time is over. */
  Measures run(long bytes, double seconds) throws IOException {
    return Serving.measure(client, bytes, seconds, () -> node.usage().cpuSeconds());
  }

  @Override
  public void close() {
    scope.close();
  }
}
