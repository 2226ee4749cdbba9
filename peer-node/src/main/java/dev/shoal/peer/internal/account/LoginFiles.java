package dev.shoal.peer.internal.account;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.PeerId;
import dev.shoal.transport.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * The directory {@code login} of a data directory: a file for each tracker that this user is logged
 * in at, named by the tracker's fingerprint, so that no other is ever shown the token. Every method
 * blocks.
 */
final class LoginFiles {
  private static final String NAME = "login";
  private static final int LONGEST = 4 * 1024;

  private final Path directory;

  LoginFiles(Path dataDirectory) {
    this.directory = dataDirectory.resolve(NAME);
  }

  /** The login at a tracker; empty if there is none, or none that makes sense. */
  Optional<SavedLogin> read(PeerId tracker) throws IOException {
    return read(path(tracker));
  }

  /** Keeps a login, in place of the one at that tracker before. */
  void write(PeerId tracker, SavedLogin login) throws IOException {
    PrivateFile.createDirectory(directory);
    PrivateFile.of(path(tracker)).replace(login.toText().getBytes(StandardCharsets.UTF_8));
  }

  /** Forgets a login, unless another one has taken its place. */
  void delete(PeerId tracker, ByteString token) throws IOException {
    Path path = path(tracker);
    if (read(path).filter(login -> login.token().equals(token)).isPresent()) {
      Files.deleteIfExists(path);
    }
  }

  /** Forgets the login at a tracker, whatever it is. */
  void delete(PeerId tracker) throws IOException {
    Files.deleteIfExists(path(tracker));
  }

  /** Forgets every login at trackers of these names. */
  void deleteAll(Set<String> trackers) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        if (read(file).filter(login -> trackers.contains(login.tracker())).isPresent()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      // nobody has logged in yet
    }
  }

  private Path path(PeerId tracker) {
    return directory.resolve(tracker.toText());
  }

  private static Optional<SavedLogin> read(Path path) throws IOException {
    try {
      byte[] content = PrivateFile.of(path).read(LONGEST);
      return SavedLogin.parse(new String(content, StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
