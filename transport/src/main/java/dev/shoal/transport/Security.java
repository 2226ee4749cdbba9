package dev.shoal.transport;

import dev.shoal.transport.internal.tls.PeerTrust;
import dev.shoal.transport.internal.tls.TlsContexts;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * By what an {@link Endpoint} proves who it is, and whom it believes. Immutable; one may serve many
 * endpoints.
 */
public final class Security {
  private static final Security PLAIN_ONLY = new Security();

  private final @Nullable Identity identity;
  private final @Nullable TlsContexts contexts;
  private final boolean requireTls;

  private Security() {
    identity = null;
    contexts = null;
    requireTls = false;
  }

  private Security(Builder builder) {
    identity = builder.identity;
    contexts =
        new TlsContexts(
            builder.identity,
            new PeerTrust(builder.authorities, builder.authoritiesOnly),
            builder.provider.sslProvider());
    requireTls = builder.requireTls;
  }

  /** Without TLS: who tries it is cut off, and dialling with it fails. */
  public static Security plainOnly() {
    return PLAIN_ONLY;
  }

  /** With TLS, in which this side proves to be that node. Others may connect without it, too. */
  public static Builder of(Identity identity) {
    return new Builder(identity);
  }

  /** Who this side is; empty without TLS. */
  public Optional<Identity> identity() {
    return Optional.ofNullable(identity);
  }

  /** Whether accepted connections without TLS are refused. */
  public boolean requiresTls() {
    return requireTls;
  }

  /** What encrypts; null without TLS. */
  @Nullable TlsContexts contexts() {
    return contexts;
  }

  /** Collects settings; {@link #build()} checks them. Not thread-safe. */
  public static final class Builder {
    private final Identity identity;
    private boolean requireTls;
    private List<X509Certificate> authorities = List.of();
    private boolean authoritiesOnly;
    private TlsProvider provider = TlsProvider.AUTO;

    private Builder(Identity identity) {
      this.identity = identity;
    }

    /** Whether accepted connections without TLS are refused. Default false. */
    public Builder requireTls(boolean value) {
      requireTls = value;
      return this;
    }

    /** Whose certificates are taken, beside self-signed ones. Default none. */
    public Builder authorities(List<X509Certificate> value) {
      authorities = List.copyOf(value);
      return this;
    }

    /** Whether only certificates of the authorities are taken. Default false. */
    public Builder authoritiesOnly(boolean value) {
      authoritiesOnly = value;
      return this;
    }

    /** Which implementation of TLS is used. Default {@link TlsProvider#AUTO}. */
    public Builder provider(TlsProvider value) {
      provider = value;
      return this;
    }

    /**
     * The security.
     *
     * @throws IllegalArgumentException if only authorities are to be believed, but there are none,
     *     or if TLS does not take the identity
     * @throws IllegalStateException if the provider is not available on this machine
     */
    public Security build() {
      if (authoritiesOnly && authorities.isEmpty()) {
        throw new IllegalArgumentException(
            "only certificates of authorities are to be taken, but no authority is given");
      }
      if (!provider.isAvailable()) {
        throw new IllegalStateException(provider + " is not available on this machine");
      }
      return new Security(this);
    }
  }
}
