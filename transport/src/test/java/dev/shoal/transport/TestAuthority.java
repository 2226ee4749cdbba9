package dev.shoal.transport;

import dev.shoal.transport.internal.tls.CertificatePem;
import dev.shoal.transport.internal.tls.Pem;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An organisation that issues certificates, for tests. */
final class TestAuthority {
  private static final AtomicLong SERIALS = new AtomicLong(1);

  private final X500Principal name;
  private final PrivateKey key;

  /** Its own certificate, and those of whoever issued that. */
  final List<X509Certificate> chain;

  private TestAuthority(X500Principal name, PrivateKey key, List<X509Certificate> chain) {
    this.name = name;
    this.key = key;
    this.chain = chain;
  }

  /** What is said of a certificate beside its key. */
  static final class Terms {
    Duration validFrom = Duration.ofDays(-1);
    Duration validUntil = Duration.ofDays(1);
    boolean authority;
    int bytesOfComment;
    KeyPurposeId purpose = KeyPurposeId.anyExtendedKeyUsage;
    List<GeneralName> hosts = List.of();
  }

  static TestAuthority root(String name) {
    KeyPair keys = ec("secp256r1");
    X500Principal principal = new X500Principal("CN=" + name);
    Terms terms = new Terms();
    terms.authority = true;
    X509Certificate own = sign(principal, keys.getPrivate(), principal, keys, terms);
    return new TestAuthority(principal, keys.getPrivate(), List.of(own));
  }

  X509Certificate certificate() {
    return chain.get(0);
  }

  /** One that this one vouches for. */
  TestAuthority intermediate(String intermediate, int bytesOfComment) {
    KeyPair keys = ec("secp256r1");
    X500Principal principal = new X500Principal("CN=" + intermediate);
    Terms terms = new Terms();
    terms.authority = true;
    terms.bytesOfComment = bytesOfComment;
    List<X509Certificate> longer = new ArrayList<>();
    longer.add(sign(name, key, principal, keys, terms));
    longer.addAll(chain);
    return new TestAuthority(principal, keys.getPrivate(), List.copyOf(longer));
  }

  /** A node's certificate, followed by those up to, and without, the root's. */
  List<X509Certificate> issue(KeyPair node, Terms terms) {
    List<X509Certificate> issued = new ArrayList<>();
    issued.add(sign(name, key, new X500Principal("CN=node 7,O=Example"), node, terms));
    issued.addAll(chain.subList(0, chain.size() - 1));
    return issued;
  }

  Identity identity(KeyPair node, Terms terms) {
    try {
      return Identity.of(node.getPrivate(), issue(node, terms));
    } catch (InvalidIdentityException e) {
      throw new AssertionError(e);
    }
  }

  Identity identity() {
    return identity(ec("secp256r1"), new Terms());
  }

  /** An identity read from files as an administrator would get them. */
  Identity identityFromFiles(KeyPair node, Path directory) throws IOException {
    Path chainFile = directory.resolve("chain.pem");
    Path keyFile = directory.resolve("key.pem");
    Files.writeString(chainFile, CertificatePem.encode(issue(node, new Terms())));
    Files.writeString(keyFile, Pem.section(Pem.PRIVATE_KEY, node.getPrivate().getEncoded()));
    return Identity.ofPem(chainFile, keyFile);
  }

  static KeyPair ec(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static KeyPair rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A certificate of whatever key, signed by whatever other. */
  static X509Certificate sign(
      X500Principal issuer, PrivateKey key, X500Principal subject, KeyPair keys, Terms terms) {
    Instant now = Instant.now();
    var builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            BigInteger.valueOf(SERIALS.getAndIncrement()),
            Date.from(now.plus(terms.validFrom)),
            Date.from(now.plus(terms.validUntil)),
            subject,
            keys.getPublic());
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(terms.authority));
      builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(terms.purpose));
      if (!terms.hosts.isEmpty()) {
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(terms.hosts.toArray(GeneralName[]::new)));
      }
      if (terms.bytesOfComment > 0) {
        builder.addExtension(
            new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"),
            false,
            new DEROctetString(new byte[terms.bytesOfComment]));
      }
      String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(key)));
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new AssertionError(e);
    }
  }
}
