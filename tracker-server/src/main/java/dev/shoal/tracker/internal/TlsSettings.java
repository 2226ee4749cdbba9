package dev.shoal.tracker.internal;

import dev.shoal.transport.CertificateFile;
import dev.shoal.transport.Identity;
import dev.shoal.transport.IdentityFile;
import dev.shoal.transport.Security;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * By what a tracker proves who it is, and whom it believes, as far as it is set.
 *
 * @param chain PEM file of a certificate that an organisation has issued; null for none: then the
 *     tracker has a key of its own
 * @param key PEM file of the private key that belongs to it
 * @param authorities PEM file of the authorities whose certificates are taken; null for none
 * @param requireTls whether plain connections are refused
 */
public record TlsSettings(
    @Nullable Path chain, @Nullable Path key, @Nullable Path authorities, boolean requireTls) {
  public TlsSettings {
    if ((chain == null) != (key == null)) {
      throw new IllegalArgumentException("a certificate needs its private key, and the key it");
    }
  }

  /**
   * Reads all of it.
   *
   * @param directory for a key of its own, which is made if there is none; null: it has one for as
   *     long as it runs
   * @return completes on a thread that is about to end; fails with an {@link IOException} with a
   *     sentence for a person
   */
  public CompletableFuture<Security> load(@Nullable Path directory) {
    CompletableFuture<Security> loaded = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                loaded.complete(read(directory));
              } catch (IOException | RuntimeException e) {
                loaded.completeExceptionally(e);
              }
            },
            "shoal-tracker-keys");
    reader.setDaemon(true);
    reader.start();
    return loaded;
  }

  private Security read(@Nullable Path directory) throws IOException {
    Security.Builder security = Security.of(identity(directory)).requireTls(requireTls);
    if (authorities != null) {
      security.authorities(CertificateFile.read(authorities));
    }
    return security.build();
  }

  private Identity identity(@Nullable Path directory) throws IOException {
    if (chain != null && key != null) {
      return Identity.ofPem(chain, key);
    }
    if (directory == null) {
      return Identity.generate();
    }
    DataDirectory.prepare(directory);
    return IdentityFile.in(directory).loadOrCreate();
  }
}
