package dev.shoal.transport.internal.tls;

import dev.shoal.protocol.PlainText;
import dev.shoal.transport.Identity;
import dev.shoal.transport.InvalidIdentityException;
import dev.shoal.transport.PrivateFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Reads and writes certificates as PEM. */
public final class CertificatePem {
  /** Far more than any chain or list of authorities has. */
  private static final int MOST = 100;

  /** Of X.690, 8.1.3.6; certificates are in DER, which has no such thing. */
  private static final byte INDEFINITE_LENGTH = (byte) 0x80;

  private CertificatePem() {}

  /** Puts an identity together. */
  @FunctionalInterface
  public interface Joining {
    Identity join(PrivateKey key, List<X509Certificate> chain) throws InvalidIdentityException;
  }

  /** Reads a chain and its key from two files. */
  public static Identity identity(Path chain, Path key, Joining joining) throws IOException {
    List<X509Certificate> certificates = certificates(chain);
    try {
      return joining.join(
          PrivateKeyPem.decode(Pem.text(PrivateFile.of(key).read(Pem.LONGEST))), certificates);
    } catch (InvalidIdentityException e) {
      throw in(key, e);
    }
  }

  /** Every certificate in a file; at least one. */
  public static List<X509Certificate> certificates(Path file) throws IOException {
    try {
      List<X509Certificate> found = decode(Pem.text(PrivateFile.of(file).read(Pem.LONGEST)));
      if (found.isEmpty()) {
        throw new InvalidIdentityException("there is no certificate", null);
      }
      return found;
    } catch (InvalidIdentityException e) {
      throw in(file, e);
    }
  }

  private static InvalidIdentityException in(Path file, InvalidIdentityException why) {
    return new InvalidIdentityException(
        PlainText.of(file.toString()) + " can't be used: " + why.getMessage(), why);
  }

  /** Every certificate in a text; perhaps none. */
  public static List<X509Certificate> decode(String text) throws InvalidIdentityException {
    List<byte[]> sections = Pem.sections(Pem.CERTIFICATE, text);
    if (sections.size() > MOST) {
      throw new InvalidIdentityException(
          "there are " + sections.size() + " certificates, more than " + MOST, null);
    }
    List<X509Certificate> found = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (byte[] section : sections) {
        checkLength(section);
        found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(section)));
      }
    } catch (CertificateException e) {
      throw new InvalidIdentityException("a certificate makes no sense", e);
    }
    return found;
  }

  /** The JDK looks for the end of what does not say how long it is on one level after another. */
  private static void checkLength(byte[] section) throws InvalidIdentityException {
    if (section.length < 2 || section[1] == INDEFINITE_LENGTH) {
      throw new InvalidIdentityException("a certificate makes no sense", null);
    }
  }

  /** As text. */
  public static String encode(List<X509Certificate> certificates) {
    StringBuilder text = new StringBuilder();
    try {
      for (X509Certificate certificate : certificates) {
        text.append(Pem.section(Pem.CERTIFICATE, certificate.getEncoded()));
      }
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate has no encoding", e);
    }
    return text.toString();
  }
}
