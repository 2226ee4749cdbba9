package dev.shoal.benchmarks.node;

import dev.shoal.benchmarks.programs.ByteCount;
import dev.shoal.benchmarks.programs.JavaProgram;
import dev.shoal.peer.TlsMode;
import dev.shoal.protocol.ChunkSize;
import dev.shoal.transport.TlsProvider;
import dev.shoal.transport.TransportKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of all scenarios that start nodes; set by picocli, then only read. */
public final class NodeOptions {
  @Option(
      names = "--java-options",
      paramLabel = "OPTIONS",
      description =
          "For the JVMs of nodes, separated by spaces, beside those of the shoal launcher."
              + " Default: none.")
  private String javaOptions = "";

  @Option(
      names = "--without-sha",
      description =
          "Let nodes, libtorrent and bt do without the processor's SHA extensions, as on one that"
              + " has none.")
  private boolean withoutSha;

  @Option(
      names = "--transport",
      description = "How nodes use sockets: ${COMPLETION-CANDIDATES}. Default: the best there is.")
  private @Nullable TransportKind transport;

  @Option(
      names = "--tls",
      description =
          "Which connections nodes encrypt: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private TlsMode tls = TlsMode.AUTO;

  @Option(
      names = "--tls-provider",
      description = "By what they encrypt: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private TlsProvider tlsProvider = TlsProvider.AUTO;

  @Option(
      names = "--chunk-size",
      paramLabel = "SIZE",
      converter = ByteCount.Converter.class,
      description = "Of shared files, 64KiB to 4MiB. Default: as fits the length.")
  private ByteCount chunkSize = new ByteCount(0);

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description =
          "Where files are made, in a directory of their own that is removed. Default: /dev/shm if"
              + " it has room, else the system's temporary directory.")
  private @Nullable Path directory;

  @Option(names = "--json", description = "Print one JSON object a line.")
  private boolean json;

  /** For picocli. */
  public NodeOptions() {}

  /**
   * Looks whether nodes can be started so.
   *
   * @throws ParameterException with a sentence if not
   */
  public void check(CommandLine command) {
    if (chunkSize.bytes() != 0
        && (chunkSize.bytes() > ChunkSize.MAX || !ChunkSize.isValid((int) chunkSize.bytes()))) {
      throw new ParameterException(
          command, "--chunk-size must be a power of two from 64KiB to 4MiB, not " + chunkSize);
    }
    if (transport != null && !transport.isAvailable()) {
      throw new ParameterException(command, transport + " is not available on this machine");
    }
    if (directory != null && !Files.isDirectory(directory)) {
      throw new ParameterException(command, "there is no directory " + directory);
    }
  }

  /** How JVMs of nodes are started. */
  public JavaProgram program(Path java) {
    List<String> options =
        Stream.of(javaOptions.split(" ", -1)).filter(word -> !word.isEmpty()).toList();
    return new JavaProgram(java, withoutSha ? JavaProgram.withoutSha(options) : options);
  }

  /** Whether programs are to do without the processor's SHA extensions. */
  public boolean withoutSha() {
    return withoutSha;
  }

  /** Bytes; 0: the default. */
  public long chunkSize() {
    return chunkSize.bytes();
  }

  /** Where files are made, if that was said. */
  public @Nullable Path directory() {
    return directory;
  }

  /** Whether to print JSON. */
  public boolean json() {
    return json;
  }

  /**
   * The command line of a node.
   *
   * @param more of the hidden command's options
   */
  public List<String> command(JavaProgram program, Path data, String host, String... more)
      throws IOException {
    Files.createDirectory(data);
    List<String> arguments =
        new ArrayList<>(List.of("node", "--data", data.toString(), "--bind", host));
    if (transport != null) {
      arguments.addAll(List.of("--transport", transport.name()));
    }
    arguments.addAll(List.of("--tls", tls.name(), "--tls-provider", tlsProvider.name()));
    arguments.addAll(List.of(more));
    return program.command(arguments);
  }
}
