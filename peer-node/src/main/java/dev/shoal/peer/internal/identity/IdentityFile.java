package dev.shoal.peer.internal.identity;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.shoal.peer.StorageException;
import dev.shoal.peer.StorageException.Reason;
import dev.shoal.peer.internal.store.DiskFileLayer;
import dev.shoal.peer.internal.store.Publication;
import dev.shoal.peer.internal.store.StorageErrors;
import dev.shoal.protocol.PlainText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.spec.InvalidKeySpecException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that keeps a node's identity, for its owner's eyes alone. Blocks. To be used under the
 * data directory's lock.
 */
final class IdentityFile {
  private static final Logger log = LoggerFactory.getLogger(IdentityFile.class);

  /** Far longer than any such file is. */
  private static final long LONGEST = 64 * 1024;

  private final Path file;

  IdentityFile(Path file) {
    this.file = file;
  }

  /**
   * The identity in the file; a new one, and a file for it, if there is none.
   *
   * @throws StorageException with {@link Reason#CORRUPT} if the file holds none
   */
  Identity loadOrCreate() throws StorageException {
    try {
      return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? load() : create();
    } catch (IOException e) {
      throw StorageErrors.explain("opening", file, e);
    }
  }

  private Identity load() throws IOException, StorageException {
    if (OwnerOnly.isOpenToOthers(file)) {
      log.warn("The node's private key in {} is open to others; chmod 600 helps", file);
    }
    try {
      if (Files.size(file) > LONGEST) {
        throw corrupt(null);
      }
      return IdentityPem.decode(Files.readString(file, StandardCharsets.US_ASCII));
    } catch (InvalidKeySpecException | MalformedInputException e) {
      throw corrupt(e);
    }
  }

  private StorageException corrupt(@Nullable Exception cause) {
    return new StorageException(
        Reason.CORRUPT,
        PlainText.of(file.toString())
            + " does not hold a node's key; restore it, or remove it to get a new identity",
        cause);
  }

  /** Under another name first, so that a crash leaves a whole file or none. */
  private Identity create() throws IOException {
    Identity identity = Identity.generate();
    Path draft = file.resolveSibling(file.getFileName() + ".tmp");
    Files.deleteIfExists(draft);
    try (FileChannel channel =
        FileChannel.open(draft, Set.of(WRITE, CREATE_NEW), OwnerOnly.file(draft))) {
      ByteBuffer text =
          ByteBuffer.wrap(IdentityPem.encode(identity).getBytes(StandardCharsets.US_ASCII));
      while (text.hasRemaining()) {
        channel.write(text);
      }
      channel.force(true);
    }
    Publication.publish(new DiskFileLayer(), draft, file);
    return identity;
  }
}
