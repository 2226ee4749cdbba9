package dev.shoal.peer.swarm;

import java.io.IOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** An organisation with an authority of its own, which gives its machines certificates in files. */
final class Organisation {
  private static final AtomicLong SERIALS = new AtomicLong(1);

  private final Path directory;
  private final X500Principal name;
  private final KeyPair keys;
  private final Path authority;

  /**
   * A new one.
   *
   * @param directory where it writes files; must exist
   */
  Organisation(String name, Path directory) throws Exception {
    this.directory = directory;
    this.name = new X500Principal("CN=authority of " + name);
    this.keys = newKeys();
    this.authority = directory.resolve(name + "-authority.pem");
    write(authority, sign(this.name, keys, null, true));
  }

  /** A machine's certificate and its key, each in a PEM file. */
  record Papers(Path certificate, Path key) {}

  /** PEM file of its authority. */
  Path authority() {
    return authority;
  }

  /** Papers of a machine that has no name of its own. */
  Papers papers(String machine) throws Exception {
    return papers(machine, null);
  }

  /**
   * Papers of a machine.
   *
   * @param address what the certificate is for, an IP address
   */
  Papers papers(String machine, @Nullable String address) throws Exception {
    KeyPair own = newKeys();
    Papers papers =
        new Papers(directory.resolve(machine + ".pem"), directory.resolve(machine + "-key.pem"));
    write(papers.certificate(), sign(new X500Principal("CN=" + machine), own, address, false));
    write(papers.key(), new JcaPKCS8Generator(own.getPrivate(), null).generate());
    return papers;
  }

  private X509CertificateHolder sign(
      X500Principal subject, KeyPair own, @Nullable String address, boolean authority)
      throws Exception {
    Instant now = Instant.now();
    var certificate =
        new JcaX509v3CertificateBuilder(
            name,
            BigInteger.valueOf(SERIALS.getAndIncrement()),
            Date.from(now.minus(Duration.ofDays(1))),
            Date.from(now.plus(Duration.ofDays(1))),
            subject,
            own.getPublic());
    certificate.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
    if (address != null) {
      certificate.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.iPAddress, address)));
    }
    return certificate.build(
        new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
  }

  private static KeyPair newKeys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static void write(Path file, Object content) throws IOException {
    try (Writer text = Files.newBufferedWriter(file);
        JcaPEMWriter pem = new JcaPEMWriter(text)) {
      pem.writeObject(content);
    }
  }
}
