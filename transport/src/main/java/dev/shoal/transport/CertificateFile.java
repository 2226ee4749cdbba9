package dev.shoal.transport;

import dev.shoal.transport.internal.tls.CertificatePem;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/** Reads certificates, those of authorities for instance, from PEM files. */
public final class CertificateFile {
  private CertificateFile() {}

  /**
   * Every certificate in a file, at least one. Blocks.
   *
   * @throws InvalidIdentityException if there is none, or one that makes no sense
   * @throws IOException if the file can't be read
   */
  public static List<X509Certificate> read(Path file) throws IOException {
    return CertificatePem.certificates(file);
  }
}
