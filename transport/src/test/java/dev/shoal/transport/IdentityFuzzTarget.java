package dev.shoal.transport;

import dev.shoal.protocol.PlainText;
import dev.shoal.transport.internal.tls.CertificatePem;
import dev.shoal.transport.internal.tls.Pem;
import dev.shoal.transport.internal.tls.PrivateKeyPem;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;

/**
 * What Jazzer calls with each of its inputs: they are taken for a file with a node's identity, for
 * files with certificates and with a key, and for the content of one of their sections. Whatever is
 * not refused with an {@link InvalidIdentityException} must be read back the same.
 */
public final class IdentityFuzzTarget {
  private IdentityFuzzTarget() {}

  /** Reads one input; whatever is thrown is a finding. */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    read(input);
  }

  /** Reads one input; whether anything in it made sense. */
  static boolean read(byte[] input) throws Exception {
    if (input.length > 0 && input[0] >= 0 && input[0] < IdentitySeeds.LABELS.size()) {
      String label = IdentitySeeds.LABELS.get(input[0]);
      return file(Pem.section(label, Arrays.copyOfRange(input, 1, input.length)));
    }
    return file(Pem.text(input));
  }

  private static boolean file(String text) throws Exception {
    boolean whole = identity(text);
    boolean certificate = identity(text + IdentitySeeds.PRIVATE_KEY + IdentitySeeds.PUBLIC_KEY);
    boolean publicKey = identity(text + IdentitySeeds.PRIVATE_KEY);
    boolean certificates = certificates(text);
    boolean key = key(text);
    return whole || certificate || publicKey || certificates || key;
  }

  private static boolean identity(String text) throws Exception {
    Identity identity;
    try {
      identity = IdentityPem.decode(text).identity();
    } catch (InvalidIdentityException e) {
      checkSentence(e);
      return false;
    }
    IdentityPem.Content again = IdentityPem.decode(IdentityPem.encode(identity));
    require(again.hadCertificate());
    require(again.identity().peerId().equals(identity.peerId()));
    require(again.identity().privateKey().equals(identity.privateKey()));
    return true;
  }

  private static boolean certificates(String text) throws Exception {
    List<X509Certificate> certificates;
    try {
      certificates = CertificatePem.decode(text);
    } catch (InvalidIdentityException e) {
      checkSentence(e);
      return false;
    }
    String written = CertificatePem.encode(certificates);
    require(CertificatePem.decode(written).equals(certificates));
    return !certificates.isEmpty();
  }

  private static boolean key(String text) throws Exception {
    PrivateKey key;
    try {
      key = PrivateKeyPem.decode(text);
    } catch (InvalidIdentityException e) {
      checkSentence(e);
      return false;
    }
    require(PrivateKeyPem.decode(Pem.section(Pem.PRIVATE_KEY, key.getEncoded())).equals(key));
    return true;
  }

  private static void checkSentence(InvalidIdentityException refusal) {
    String sentence = String.valueOf(refusal.getMessage());
    require(sentence.length() >= 5 && sentence.length() <= 300);
    require(sentence.equals(PlainText.of(sentence)));
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw new AssertionError("what was read is not what was written");
    }
  }
}
