package dev.shoal.transport;

import java.net.InetAddress;
import java.time.Duration;

/**
 * How much one connection, and all connections of one address, may ask of an {@link Endpoint}. A
 * limit of 0 is none. Rates are per second, and after a pause a second's worth may come at once.
 * Immutable.
 *
 * <p>An address is one IPv4 address or one IPv6 /64.
 */
public final class TrafficLimits {
  /** The lowest rate of bytes: so little would be a fault, not a limit. */
  private static final long LEAST_BYTES = 16 << 10;

  private static final int MOST_REQUESTS = 100_000_000;

  /** Seconds' worth of an address's bytes that its unfinished frames may hold. */
  private static final int UNFINISHED_SECONDS = 4;

  private final int connectionsPerAddress;
  private final int requestsPerConnection;
  private final int requestsPerAddress;
  private final long bytesPerConnection;
  private final long bytesPerAddress;
  private final int handshakes;
  private final int handshakesPerAddress;
  private final int openHandshakes;
  private final int openHandshakesPerAddress;
  private final int slowestBytes;
  private final Duration frameGrace;
  private final boolean loopback;

  private TrafficLimits(Builder builder) {
    connectionsPerAddress =
        (int) within(builder.connectionsPerAddress, 0, Integer.MAX_VALUE, "connectionsPerAddress");
    requestsPerConnection =
        (int) within(builder.requestsPerConnection, 0, MOST_REQUESTS, "requestsPerConnection");
    requestsPerAddress =
        (int) within(builder.requestsPerAddress, 0, MOST_REQUESTS, "requestsPerAddress");
    bytesPerConnection = bytes(builder.bytesPerConnection, "bytesPerConnection");
    bytesPerAddress = bytes(builder.bytesPerAddress, "bytesPerAddress");
    handshakes = (int) within(builder.handshakes, 0, MOST_REQUESTS, "handshakes");
    handshakesPerAddress =
        (int) within(builder.handshakesPerAddress, 0, MOST_REQUESTS, "handshakesPerAddress");
    openHandshakes = (int) within(builder.openHandshakes, 0, Integer.MAX_VALUE, "openHandshakes");
    openHandshakesPerAddress =
        (int)
            within(
                builder.openHandshakesPerAddress, 0, Integer.MAX_VALUE, "openHandshakesPerAddress");
    slowestBytes = (int) within(builder.slowestBytes, 0, 1 << 20, "slowestBytes");
    frameGrace = builder.frameGrace;
    if (frameGrace.compareTo(Duration.ofMillis(1)) < 0
        || frameGrace.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "frameGrace must be from 1 ms to 1 day, not " + frameGrace);
    }
    loopback = builder.loopback;
  }

  /** A builder with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** All defaults. */
  public static TrafficLimits defaults() {
    return builder().build();
  }

  /** A builder with these settings. */
  public Builder toBuilder() {
    return builder()
        .connectionsPerAddress(connectionsPerAddress)
        .requestsPerConnection(requestsPerConnection)
        .requestsPerAddress(requestsPerAddress)
        .bytesPerConnection(bytesPerConnection)
        .bytesPerAddress(bytesPerAddress)
        .handshakes(handshakes)
        .handshakesPerAddress(handshakesPerAddress)
        .openHandshakes(openHandshakes)
        .openHandshakesPerAddress(openHandshakesPerAddress)
        .slowestBytes(slowestBytes)
        .frameGrace(frameGrace)
        .loopback(loopback);
  }

  /**
   * Accepted connections of one address beyond which new ones are refused with {@code
   * LIMIT_EXCEEDED}. Default none.
   */
  public int connectionsPerAddress() {
    return connectionsPerAddress;
  }

  /**
   * Requests a second on one connection, beyond which they are answered with {@code
   * LIMIT_EXCEEDED}; who goes on regardless, for ten seconds' worth of them, is disconnected.
   * Default none.
   */
  public int requestsPerConnection() {
    return requestsPerConnection;
  }

  /** As {@link #requestsPerConnection()}, for all connections of one address. Default none. */
  public int requestsPerAddress() {
    return requestsPerAddress;
  }

  /**
   * Bytes a second received on one connection, beyond which reading pauses: the sender has to wait,
   * nothing is lost. At least 16 KiB/s. Default none.
   */
  public long bytesPerConnection() {
    return bytesPerConnection;
  }

  /**
   * As {@link #bytesPerConnection()}, for all connections of one address. Default none. It also
   * limits {@link #unfinishedPerAddress()}.
   */
  public long bytesPerAddress() {
    return bytesPerAddress;
  }

  /**
   * Bytes of frames that have arrived in part, on all connections of one address, beyond which a
   * connection is ended with {@code LIMIT_EXCEEDED}: what arrives in four seconds at most.
   */
  public long unfinishedPerAddress() {
    return bytesPerAddress * UNFINISHED_SECONDS;
  }

  /**
   * TLS handshakes a second that are begun with whoever dials, all limited addresses together;
   * connections beyond are closed before anything is computed for them. Half of them are kept for
   * addresses that begin no more than one a second. Default none.
   */
  public int handshakes() {
    return handshakes;
  }

  /** As {@link #handshakes()}, of one address. Default none. */
  public int handshakesPerAddress() {
    return handshakesPerAddress;
  }

  /**
   * TLS handshakes that may be under way at a time with those who dialled, all limited addresses
   * together; connections beyond are closed. Each takes memory, some 100 KiB at most, and has as
   * long as a greeting. Default 1,024.
   */
  public int openHandshakes() {
    return openHandshakes;
  }

  /** As {@link #openHandshakes()}, of one address. Default 128. */
  public int openHandshakesPerAddress() {
    return openHandshakesPerAddress;
  }

  /** Whether there are limits of handshakes. */
  public boolean limitsHandshakes() {
    return handshakes != 0
        || handshakesPerAddress != 0
        || openHandshakes != 0
        || openHandshakesPerAddress != 0;
  }

  /**
   * Bytes a second that a frame must come in at, {@link #frameGrace()} aside; slower connections
   * are ended with {@code TIMED_OUT}. Default 1,024.
   */
  public int slowestBytes() {
    return slowestBytes;
  }

  /** How long any frame may take to arrive, however small it is. Default 30 s. */
  public Duration frameGrace() {
    return frameGrace;
  }

  /**
   * Whether loopback addresses are limited too; {@link #slowestBytes()} holds for them in any case.
   * Default no: whoever is on this machine needs no connection to be a burden to it, and everybody
   * there has the same address.
   */
  public boolean loopback() {
    return loopback;
  }

  /** Whether an address is limited. */
  public boolean appliesTo(InetAddress host) {
    return loopback || !host.isLoopbackAddress();
  }

  private static long bytes(long value, String name) {
    return value == 0 ? 0 : within(value, LEAST_BYTES, TokenBucket.MAX_RATE, name);
  }

  private static long within(long value, long min, long max, String name) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " must be from " + min + " to " + max + ", not " + value);
    }
    return value;
  }

  /** Collects limits; {@link #build()} checks them. Not thread-safe. */
  public static final class Builder {
    private int connectionsPerAddress;
    private int requestsPerConnection;
    private int requestsPerAddress;
    private long bytesPerConnection;
    private long bytesPerAddress;
    private int handshakes;
    private int handshakesPerAddress;
    private int openHandshakes = 1024;
    private int openHandshakesPerAddress = 128;
    private int slowestBytes = 1024;
    private Duration frameGrace = Duration.ofSeconds(30);
    private boolean loopback;

    private Builder() {}

    /** See {@link TrafficLimits#connectionsPerAddress()}. */
    public Builder connectionsPerAddress(int value) {
      connectionsPerAddress = value;
      return this;
    }

    /** See {@link TrafficLimits#requestsPerConnection()}. */
    public Builder requestsPerConnection(int value) {
      requestsPerConnection = value;
      return this;
    }

    /** See {@link TrafficLimits#requestsPerAddress()}. */
    public Builder requestsPerAddress(int value) {
      requestsPerAddress = value;
      return this;
    }

    /** See {@link TrafficLimits#bytesPerConnection()}. */
    public Builder bytesPerConnection(long value) {
      bytesPerConnection = value;
      return this;
    }

    /** See {@link TrafficLimits#bytesPerAddress()}. */
    public Builder bytesPerAddress(long value) {
      bytesPerAddress = value;
      return this;
    }

    /** See {@link TrafficLimits#handshakes()}. */
    public Builder handshakes(int value) {
      handshakes = value;
      return this;
    }

    /** See {@link TrafficLimits#handshakesPerAddress()}. */
    public Builder handshakesPerAddress(int value) {
      handshakesPerAddress = value;
      return this;
    }

    /** See {@link TrafficLimits#openHandshakes()}. */
    public Builder openHandshakes(int value) {
      openHandshakes = value;
      return this;
    }

    /** See {@link TrafficLimits#openHandshakesPerAddress()}. */
    public Builder openHandshakesPerAddress(int value) {
      openHandshakesPerAddress = value;
      return this;
    }

    /** See {@link TrafficLimits#slowestBytes()}. */
    public Builder slowestBytes(int value) {
      slowestBytes = value;
      return this;
    }

    /** See {@link TrafficLimits#frameGrace()}. */
    public Builder frameGrace(Duration value) {
      frameGrace = value;
      return this;
    }

    /** See {@link TrafficLimits#loopback()}. */
    public Builder loopback(boolean value) {
      loopback = value;
      return this;
    }

    /**
     * The limits.
     *
     * @throws IllegalArgumentException naming the one that is out of range
     */
    public TrafficLimits build() {
      return new TrafficLimits(this);
    }
  }
}
