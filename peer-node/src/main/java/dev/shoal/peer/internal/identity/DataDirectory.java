package dev.shoal.peer.internal.identity;

import dev.shoal.peer.StorageException;
import dev.shoal.peer.StorageException.Reason;
import dev.shoal.peer.internal.store.StorageErrors;
import dev.shoal.protocol.PlainText;
import dev.shoal.transport.Identity;
import dev.shoal.transport.IdentityFile;
import dev.shoal.transport.InvalidIdentityException;
import dev.shoal.transport.PrivateFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;

/**
 * The directory of one user's nodes, {@code ~/.shoal} by default: who they are, whom they trust and
 * as whom they are logged in. Any number of nodes and processes may use it at once: each file in it
 * is written whole, or grows by whole lines.
 *
 * @param path where it is
 */
public record DataDirectory(Path path) {
  /**
   * Creates it if it is missing; blocks.
   *
   * @throws StorageException with {@link Reason#WRONG_KIND} if something else has its name, or with
   *     what the disk says
   */
  public static DataDirectory open(Path path) throws StorageException {
    try {
      PrivateFile.createDirectory(path);
      return new DataDirectory(path);
    } catch (FileAlreadyExistsException e) {
      throw new StorageException(
          Reason.WRONG_KIND, PlainText.of(path.toString()) + " is not a directory", e);
    } catch (IOException e) {
      throw StorageErrors.explain("opening", path, e);
    }
  }

  /**
   * The identity that is kept in it, a new one the first time; blocks.
   *
   * @throws StorageException with {@link Reason#CORRUPT} if the key in it makes no sense, or with
   *     what the disk says
   */
  public Identity identity() throws StorageException {
    IdentityFile file = IdentityFile.in(path);
    try {
      return file.loadOrCreate();
    } catch (InvalidIdentityException e) {
      throw new StorageException(Reason.CORRUPT, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw StorageErrors.explain("opening", file.path(), e);
    }
  }
}
