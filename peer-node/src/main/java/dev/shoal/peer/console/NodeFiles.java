package dev.shoal.peer.console;

import dev.shoal.peer.service.ServiceJson;
import dev.shoal.transport.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a running node leaves in its data directory for other programs of its owner, who alone can
 * read it. Every method blocks.
 */
final class NodeFiles {
  private static final int LARGEST = 4096;

  private final Path directory;

  /** The files in a data directory, whether or not they are there. */
  NodeFiles(Path dataDirectory) {
    this.directory = dataDirectory.resolve("node");
  }

  /** The token that this data directory's nodes have always had, a new one the first time. */
  Token token() throws IOException {
    PrivateFile.createDirectory(directory);
    PrivateFile file = PrivateFile.of(directory.resolve("token"));
    try {
      return read(file);
    } catch (NoSuchFileException e) {
      Token made = Token.random();
      try {
        file.create((made.text() + "\n").getBytes(StandardCharsets.UTF_8));
        return made;
      } catch (FileAlreadyExistsException first) {
        return read(file);
      }
    }
  }

  /** One that others could read is a secret no more. */
  private static Token read(PrivateFile file) throws IOException {
    String text = new String(file.read(LARGEST), StandardCharsets.UTF_8).strip();
    if (file.isOpenToOthers()) {
      throw new IOException(
          file.path()
              + " can be read by others; remove it and start the node again, which makes another");
    }
    try {
      return Token.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IOException(file.path() + " holds no token; remove it and start the node again", e);
    }
  }

  /** Says where the node is. */
  void publish(EndpointFile endpoint) throws IOException {
    PrivateFile.of(endpointFile()).replace(ApiJson.bytes(endpoint));
  }

  /** Takes that back, unless another node has said something else since. */
  void withdraw(EndpointFile endpoint) throws IOException {
    if (find().filter(endpoint::equals).isPresent()) {
      Files.deleteIfExists(endpointFile());
    }
  }

  /** Where a node has said that it is; it may have ended without a word since. */
  Optional<EndpointFile> find() {
    try {
      byte[] content = PrivateFile.of(endpointFile()).read(LARGEST);
      return Optional.of(
          ServiceJson.read(new String(content, StandardCharsets.UTF_8), EndpointFile.class));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Path endpointFile() {
    return directory.resolve("endpoint");
  }
}
