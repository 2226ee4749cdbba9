package dev.shoal.peer.service;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.shoal.peer.StorageException;
import dev.shoal.peer.StorageException.Reason;
import dev.shoal.protocol.PlainText;
import dev.shoal.transport.PrivateFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to be the one node that remembers things in a data directory. The system takes it back
 * when the process ends, however it does.
 */
final class NodeLock implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NodeLock.class);

  private final FileChannel channel;

  private NodeLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Where the node of a data directory remembers things. */
  static Path directory(Path dataDirectory) {
    return dataDirectory.resolve("node");
  }

  /**
   * Takes it; blocks.
   *
   * @throws StorageException with {@link Reason#IN_USE} if another has it, in whatever process
   */
  static NodeLock take(Path dataDirectory) throws StorageException {
    Path directory = directory(dataDirectory);
    try {
      PrivateFile.createDirectory(dataDirectory);
      PrivateFile.createDirectory(directory);
      FileChannel channel = FileChannel.open(directory.resolve("lock"), CREATE, WRITE);
      boolean locked = false;
      try {
        locked = channel.tryLock() != null;
      } catch (OverlappingFileLockException e) {
        locked = false; // by this process
      } finally {
        if (!locked) {
          channel.close();
        }
      }
      if (!locked) {
        throw new StorageException(
            Reason.IN_USE,
            "a node runs with the data directory "
                + PlainText.of(dataDirectory.toString())
                + " already; stop it first, or give another with --data",
            null);
      }
      return new NodeLock(channel);
    } catch (IOException e) {
      throw Problems.storage("opening", directory, e);
    }
  }

  /** Gives it back. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      log.warn("the node's lock could not be given back", e);
    }
  }
}
