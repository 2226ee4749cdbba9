package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.transport.testing.RunnableJar;
import java.math.BigInteger;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.Base64;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is in {@code shoal.jar}, and that nothing is missing that was left out of libraries. */
class RunnableJarIT {
  private static final Path JAR = Path.of("target", "shoal.jar");

  @Test
  void shouldBringLicencesOfAllThatIsInIt() throws Exception {
    RunnableJar jar = RunnableJar.of(JAR);

    jar.checkLicences("META-INF/NOTICE");
    jar.checkLibraries(
        "ch.qos",
        "com.google",
        "dev.shoal",
        "io.micrometer",
        "io.netty",
        "io.prometheus",
        "me.tongfei",
        "org.HdrHistogram",
        "org.bouncycastle",
        "org.h2",
        "org.jline",
        "org.jspecify",
        "org.roaringbitmap",
        "org.slf4j",
        "picocli");
  }

  @Test
  void shouldMakeAnIdentity() throws Exception {
    try (URLClassLoader jar = loader()) {
      Class<?> identity = jar.loadClass("dev.shoal.transport.Identity");

      assertThat(identity.getMethod("generate").invoke(null)).asString().startsWith("Identity[");
    }
  }

  @ParameterizedTest
  @CsvSource({"EC, PRIVATE KEY", "EC, EC PRIVATE KEY", "RSA, PRIVATE KEY", "RSA, RSA PRIVATE KEY"})
  void shouldReadAKey(String algorithm, String section) throws Exception {
    PrivateKey key = KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate();
    byte[] encoded = section.equals("PRIVATE KEY") ? key.getEncoded() : older(key);
    String pem =
        "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
            .formatted(section, Base64.getEncoder().encodeToString(encoded));
    try (URLClassLoader jar = loader()) {
      Class<?> reader = jar.loadClass("dev.shoal.transport.internal.tls.PrivateKeyPem");

      assertThat(reader.getMethod("decode", String.class).invoke(null, pem))
          .isInstanceOf(key.getClass())
          .extracting(RunnableJarIT::secret)
          .isEqualTo(secret(key));
    }
  }

  /** As tools wrote it before PKCS #8: without what is around it there, but a curve's name. */
  private static byte[] older(PrivateKey key) throws Exception {
    PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
    return key instanceof ECPrivateKey ec
        ? new org.bouncycastle.asn1.sec.ECPrivateKey(
                ec.getParams().getOrder().bitLength(),
                ec.getS(),
                info.getPrivateKeyAlgorithm().getParameters())
            .getEncoded()
        : info.getPrivateKey().getOctets();
  }

  private static BigInteger secret(Object key) {
    return key instanceof ECPrivateKey ec ? ec.getS() : ((RSAPrivateKey) key).getPrivateExponent();
  }

  @Test
  void shouldHashAPassword() throws Exception {
    String logins = "dev.shoal.tracker.internal.access.login.";
    try (URLClassLoader jar = loader()) {
      Class<?> cost = jar.loadClass(logins + "HashingCost");
      Object hasher =
          jar.loadClass(logins + "PasswordHasher")
              .getConstructor(cost, SecureRandom.class)
              .newInstance(
                  cost.getConstructor(int.class, int.class, int.class).newInstance(8, 1, 1),
                  new SecureRandom());
      Object hash = hasher.getClass().getMethod("hash", String.class).invoke(hasher, "secret");

      assertThat(hash).asString().startsWith("$argon2id$");
    }
  }

  /** With the JDK's classes and those of the jar, and none from this test's class path. */
  private static URLClassLoader loader() throws Exception {
    return new URLClassLoader(
        new URL[] {JAR.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
  }
}
