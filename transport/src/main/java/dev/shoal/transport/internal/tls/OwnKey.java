package dev.shoal.transport.internal.tls;

import dev.shoal.transport.Identity;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Proves by the one key that a node has, whatever authorities the other side names. A key store
 * would do as much, and protect the key in memory by a password that lies beside it, for which it
 * computes a long time. Immutable.
 */
public final class OwnKey extends X509ExtendedKeyManager {
  private static final String NAME = "own";

  private final Identity identity;
  private final String algorithm;

  public OwnKey(Identity identity) {
    this.identity = identity;
    this.algorithm = identity.privateKey().getAlgorithm();
  }

  /** Kinds of keys may come with what signs them: {@code EC_RSA}. */
  private @Nullable String choose(Stream<String> kinds) {
    return kinds.anyMatch(kind -> kind.equals(algorithm) || kind.startsWith(algorithm + "_"))
        ? NAME
        : null;
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] kinds, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return choose(Stream.of(kinds));
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String kind, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return choose(Stream.of(kind));
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] kinds, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return choose(Stream.of(kinds));
  }

  @Override
  public @Nullable String chooseServerAlias(
      String kind, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return choose(Stream.of(kind));
  }

  @Override
  public String @Nullable [] getClientAliases(String kind, Principal @Nullable [] issuers) {
    return choose(Stream.of(kind)) == null ? null : new String[] {NAME};
  }

  @Override
  public String @Nullable [] getServerAliases(String kind, Principal @Nullable [] issuers) {
    return getClientAliases(kind, issuers);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String name) {
    return name.equals(NAME) ? identity.certificates().toArray(X509Certificate[]::new) : null;
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String name) {
    return name.equals(NAME) ? identity.privateKey() : null;
  }
}
