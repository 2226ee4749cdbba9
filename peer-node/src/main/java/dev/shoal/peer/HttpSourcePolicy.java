package dev.shoal.peer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What downloads may do with the HTTP and HTTPS URLs that they are given as sources. Immutable.
 *
 * <p>Whatever is set here: what comes is verified like any other source's bytes, chunk by chunk, or
 * all at once where no peer tells what the file consists of; a redirect never leads from HTTPS to
 * HTTP, nor to multicast or reserved addresses; a host's address is looked up once for each
 * connection, judged, and then dialled, so that a name can't mean another address by then.
 */
public final class HttpSourcePolicy {
  /**
   * When a source may be at an address that is not one of the public Internet: loopback, private,
   * link-local (and so the metadata services of clouds), shared or unique local ones.
   */
  public enum PrivateAddresses {
    /** Never: for URLs that come from strangers. */
    NEVER,
    /**
     * If the URL that was given leads there by itself, whether by name or by address. A redirect
     * from there may go on to the same host and port, and any redirect to public addresses.
     */
    GIVEN,
    /** As above, and a redirect from such an address may lead to another one. */
    REDIRECTED
  }

  private static final int MOST_CONNECTIONS = 64;
  private static final int MOST_REDIRECTS = 20;
  private static final long MOST_UNVERIFIED = 256L << 30;
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final HttpSourcePolicy DEFAULTS = builder().build();

  private final PrivateAddresses privateAddresses;
  private final int connections;
  private final int redirects;
  private final Duration connectTimeout;
  private final Duration answerTimeout;
  private final long unverifiedBytes;
  private final @Nullable Path authorities;

  private HttpSourcePolicy(Builder builder) {
    privateAddresses = builder.privateAddresses;
    connections = within(builder.connections, 1, MOST_CONNECTIONS, "connections");
    redirects = within(builder.redirects, 0, MOST_REDIRECTS, "redirects");
    connectTimeout = timeout(builder.connectTimeout, "connectTimeout");
    answerTimeout = timeout(builder.answerTimeout, "answerTimeout");
    unverifiedBytes = unverified(builder.unverifiedBytes);
    authorities = builder.authorities;
  }

  /** All defaults. */
  public static HttpSourcePolicy defaults() {
    return DEFAULTS;
  }

  /** A builder with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** When a source may be at an address that is not public. */
  public PrivateAddresses privateAddresses() {
    return privateAddresses;
  }

  /** Most connections that one download has to all its URLs together. */
  public int connections() {
    return connections;
  }

  /** Most redirects that are followed in a row. */
  public int redirects() {
    return redirects;
  }

  /** How long a connection may take, and as long again for TLS. */
  public Duration connectTimeout() {
    return connectTimeout;
  }

  /** How long a server may send nothing while it is asked for something. */
  public Duration answerTimeout() {
    return answerTimeout;
  }

  /** Longest file that is taken from a URL while nobody tells what it consists of, bytes. */
  public long unverifiedBytes() {
    return unverifiedBytes;
  }

  /** PEM file of the authorities whose certificates are trusted; empty: those of the system. */
  public Optional<Path> authorities() {
    return Optional.ofNullable(authorities);
  }

  private static int within(int value, int min, int max, String name) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " must be from " + min + " to " + max + ", not " + value);
    }
    return value;
  }

  private static long unverified(long value) {
    if (value < 1 || value > MOST_UNVERIFIED) {
      throw new IllegalArgumentException(
          "unverifiedBytes must be from 1 to " + MOST_UNVERIFIED + ", not " + value);
    }
    return value;
  }

  private static Duration timeout(Duration value, String name) {
    if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(name + " must be from 1 ms to 1 h, not " + value);
    }
    return value;
  }

  /** Collects settings; {@link #build()} checks them. Not thread-safe. */
  public static final class Builder {
    private PrivateAddresses privateAddresses = PrivateAddresses.GIVEN;
    private int connections = 4;
    private int redirects = 5;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration answerTimeout = Duration.ofSeconds(20);
    private long unverifiedBytes = MOST_UNVERIFIED;
    private @Nullable Path authorities;

    private Builder() {}

    /** When a source may be at an address that is not public. Default {@code GIVEN}. */
    public Builder privateAddresses(PrivateAddresses value) {
      privateAddresses = value;
      return this;
    }

    /** Most connections that one download has to all its URLs together, 1 to 64. Default 4. */
    public Builder connections(int value) {
      connections = value;
      return this;
    }

    /** Most redirects that are followed in a row, 0 to 20. Default 5. */
    public Builder redirects(int value) {
      redirects = value;
      return this;
    }

    /** How long a connection may take, and as long again for TLS. Default 10 s. */
    public Builder connectTimeout(Duration value) {
      connectTimeout = value;
      return this;
    }

    /** How long a server may send nothing while it is asked for something. Default 20 s. */
    public Builder answerTimeout(Duration value) {
      answerTimeout = value;
      return this;
    }

    /**
     * Longest file that is taken from a URL while nobody tells what it consists of, so that it is
     * known only at its end whether it is the right one; 1 byte to 256 GiB. Default 256 GiB.
     */
    public Builder unverifiedBytes(long value) {
      unverifiedBytes = value;
      return this;
    }

    /**
     * PEM file of the authorities whose certificates are trusted, in place of the system's. Default
     * the system's.
     */
    public Builder authorities(Path pem) {
      authorities = pem;
      return this;
    }

    /**
     * The checked settings.
     *
     * @throws IllegalArgumentException naming the one that is out of range
     */
    public HttpSourcePolicy build() {
      return new HttpSourcePolicy(this);
    }
  }
}
