package dev.shoal.transport;

import dev.shoal.protocol.PlainText;
import dev.shoal.transport.internal.tls.Pem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code identity.key} that keeps a node's identity, for its owner's eyes alone. Several
 * processes may open the same one at once. Blocks.
 */
public final class IdentityFile {
  private static final Logger log = LoggerFactory.getLogger(IdentityFile.class);

  private static final String NAME = "identity.key";

  private final PrivateFile file;

  private IdentityFile(PrivateFile file) {
    this.file = file;
  }

  /** The one of a directory, which must exist when it is read or written. */
  public static IdentityFile in(Path directory) {
    return new IdentityFile(PrivateFile.of(directory.resolve(NAME)));
  }

  /** Where it is. */
  public Path path() {
    return file.path();
  }

  /**
   * The identity in the file; a new one, and a file for it, if there is none.
   *
   * @throws InvalidIdentityException if the file holds none; it is left as it is
   * @throws IOException if it can't be read or written
   */
  public Identity loadOrCreate() throws IOException {
    if (!Files.exists(path(), LinkOption.NOFOLLOW_LINKS)) {
      Identity fresh = Identity.generate();
      try {
        file.create(text(fresh));
        return fresh;
      } catch (FileAlreadyExistsException e) {
        log.debug("another process has made {} meanwhile", path());
      }
    }
    return load();
  }

  private Identity load() throws IOException {
    if (file.isOpenToOthers()) {
      log.warn("The node's private key in {} is open to others; chmod 600 helps", path());
    }
    IdentityPem.Content content;
    try {
      content = IdentityPem.decode(Pem.text(file.read(Pem.LONGEST)));
    } catch (InvalidIdentityException e) {
      throw new InvalidIdentityException(
          PlainText.of(path().toString())
              + " does not hold a node's key; restore it, or remove it to get a new identity",
          e);
    }
    if (!content.hadCertificate()) {
      file.replace(text(content.identity()));
    }
    return content.identity();
  }

  private static byte[] text(Identity identity) {
    return IdentityPem.encode(identity).getBytes(StandardCharsets.US_ASCII);
  }
}
