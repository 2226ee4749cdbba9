package dev.shoal.peer.service;

import dev.shoal.peer.StorageException;
import dev.shoal.peer.StorageException.Reason;
import dev.shoal.protocol.PlainText;
import dev.shoal.transport.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * The file in which a node remembers things: written whole or not at all, and never overwritten
 * when it makes no sense. Every method blocks.
 */
final class StateFile {
  private static final int VERSION = 1;
  private static final int LONGEST = 256 * 1024 * 1024;

  private final Path path;

  /**
   * What the file holds.
   *
   * @param checksum CRC-32C of the state as {@link ServiceJson} writes it, so that a change of
   *     blanks or of the order of members does no harm
   */
  private record Content(int version, long checksum, SavedState state) {}

  /** What every version begins with. */
  private record Heading(int version) {}

  /**
   * @param directory in which it is
   */
  StateFile(Path directory) {
    path = directory.resolve("state.json");
  }

  /**
   * What is remembered; nothing if there is no file.
   *
   * @param loud told when the file is damaged and was set aside
   * @throws StorageException if it can't be read, or set aside, or was written by a later version
   */
  SavedState load(Consumer<String> loud) throws StorageException {
    String json;
    try {
      json = new String(PrivateFile.of(path).read(LONGEST), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return SavedState.EMPTY;
    } catch (IOException e) {
      throw Problems.storage("reading", path, e);
    }
    try {
      return understand(json);
    } catch (IllegalArgumentException e) {
      setAside(loud, e);
      return SavedState.EMPTY;
    }
  }

  private SavedState understand(String json) throws StorageException {
    int version = ServiceJson.read(json, Heading.class).version();
    if (version > VERSION) {
      throw new StorageException(
          Reason.CORRUPT,
          PlainText.of(path.toString())
              + " was written by a later version of Shoal; use that one, or move the file away",
          null);
    }
    Content content = ServiceJson.read(json, Content.class);
    if (content.checksum() != checksum(content.state())) {
      throw new IllegalArgumentException("the checksum does not match");
    }
    return content.state();
  }

  /** Under a name that is free, so that nothing that somebody may want to look at is lost. */
  private void setAside(Consumer<String> loud, IllegalArgumentException why)
      throws StorageException {
    for (int number = 1; ; number++) {
      Path aside = path.resolveSibling("state.json.damaged-" + number);
      if (Files.exists(aside)) {
        continue;
      }
      try {
        Files.move(path, aside);
      } catch (IOException e) {
        throw Problems.storage("setting aside", path, e);
      }
      loud.accept(
          "What this node remembered is damaged ("
              + why.getMessage()
              + "). It was set aside as "
              + aside
              + "; the node begins with nothing.");
      return;
    }
  }

  /** Remembers; once this returns, also through a loss of power. */
  void save(SavedState state) throws StorageException {
    byte[] bytes =
        ServiceJson.write(new Content(VERSION, checksum(state), state))
            .getBytes(StandardCharsets.UTF_8);
    try {
      PrivateFile.of(path).replace(bytes);
    } catch (IOException e) {
      throw Problems.storage("writing", path, e);
    }
  }

  private static long checksum(SavedState state) {
    CRC32C checksum = new CRC32C();
    checksum.update(ServiceJson.write(state).getBytes(StandardCharsets.UTF_8));
    return checksum.getValue();
  }
}
