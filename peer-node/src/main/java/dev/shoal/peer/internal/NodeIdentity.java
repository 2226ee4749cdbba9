package dev.shoal.peer.internal;

import dev.shoal.peer.StorageException;
import dev.shoal.peer.StorageException.Reason;
import dev.shoal.peer.TlsMode;
import dev.shoal.peer.internal.identity.DataDirectory;
import dev.shoal.peer.internal.store.StorageErrors;
import dev.shoal.transport.CertificateFile;
import dev.shoal.transport.Identity;
import dev.shoal.transport.InvalidIdentityException;
import dev.shoal.transport.Security;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who a node is and by what it proves it, as it is configured. Immutable.
 *
 * @param identity from the data directory, or issued by an organisation
 * @param security what its connections work with
 */
record NodeIdentity(Identity identity, Security security) {
  /**
   * Reads it, and creates what is missing; blocks.
   *
   * @throws StorageException if a file can't be used
   */
  static NodeIdentity of(NodeConfig config) throws StorageException {
    DataDirectory directory = DataDirectory.open(config.dataDirectory);
    Path chain = config.certificateChain;
    Path key = config.certificateKey;
    Identity identity =
        chain == null || key == null
            ? directory.identity()
            : read(chain, () -> Identity.ofPem(chain, key));
    if (config.tls == TlsMode.OFF) {
      return new NodeIdentity(identity, Security.plainOnly());
    }
    return new NodeIdentity(
        identity,
        Security.of(identity)
            .requireTls(config.tls == TlsMode.REQUIRED)
            .authorities(authorities(config.authorities))
            .provider(config.tlsProvider)
            .build());
  }

  private static List<X509Certificate> authorities(@Nullable Path pem) throws StorageException {
    return pem == null ? List.of() : read(pem, () -> CertificateFile.read(pem));
  }

  private static <T> T read(Path file, FileContent<T> content) throws StorageException {
    try {
      return content.read();
    } catch (InvalidIdentityException e) {
      throw new StorageException(Reason.CORRUPT, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw StorageErrors.explain("reading", file, e);
    }
  }

  @FunctionalInterface
  private interface FileContent<T> {
    T read() throws IOException;
  }
}
