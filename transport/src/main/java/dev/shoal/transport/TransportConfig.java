package dev.shoal.transport;

import dev.shoal.protocol.Limits;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import java.time.Duration;

/** Timeouts, limits and buffer sizes of an {@link Endpoint}'s connections. Immutable. */
public final class TransportConfig {
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  private final Duration connectTimeout;
  private final Duration helloTimeout;
  private final Duration idleTimeout;
  private final Duration requestTimeout;
  private final Duration drainTimeout;
  private final int maxConnections;
  private final int maxRequests;
  private final int sendWindow;
  private final int encryptedWindow;
  private final long encryptedMemory;
  private final int sliceSize;
  private final int receiveBuffer;
  private final int sendBacklog;
  private final TrafficLimits limits;
  private final ByteBufAllocator allocator;

  private TransportConfig(Builder builder) {
    connectTimeout = timeout(builder.connectTimeout, "connectTimeout");
    helloTimeout = timeout(builder.helloTimeout, "helloTimeout");
    idleTimeout = timeout(builder.idleTimeout, "idleTimeout");
    requestTimeout = timeout(builder.requestTimeout, "requestTimeout");
    drainTimeout = timeout(builder.drainTimeout, "drainTimeout");
    maxConnections = within(builder.maxConnections, 1, Integer.MAX_VALUE, "maxConnections");
    maxRequests = within(builder.maxRequests, 1, 1 << 16, "maxRequests");
    sliceSize = within(builder.sliceSize, 4096, Limits.MAX_BODY_BYTES, "sliceSize");
    sendWindow = within(builder.sendWindow, sliceSize, 1 << 30, "sendWindow");
    encryptedWindow = within(builder.encryptedWindow, 4096, 1 << 30, "encryptedWindow");
    encryptedMemory = builder.encryptedMemory;
    if (encryptedMemory < encryptedWindow) {
      throw new IllegalArgumentException(
          "encryptedMemory must be at least the encryptedWindow of "
              + encryptedWindow
              + ", not "
              + encryptedMemory);
    }
    receiveBuffer = within(builder.receiveBuffer, 4096, 4 << 20, "receiveBuffer");
    sendBacklog = within(builder.sendBacklog, 4096, 16 << 20, "sendBacklog");
    limits = builder.limits;
    allocator = builder.allocator;
  }

  /** A builder with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** All defaults. */
  public static TransportConfig defaults() {
    return builder().build();
  }

  /** A builder with these settings. */
  public Builder toBuilder() {
    return builder()
        .connectTimeout(connectTimeout)
        .helloTimeout(helloTimeout)
        .idleTimeout(idleTimeout)
        .requestTimeout(requestTimeout)
        .drainTimeout(drainTimeout)
        .maxConnections(maxConnections)
        .maxRequests(maxRequests)
        .sendWindow(sendWindow)
        .encryptedWindow(encryptedWindow)
        .encryptedMemory(encryptedMemory)
        .sliceSize(sliceSize)
        .receiveBuffer(receiveBuffer)
        .sendBacklog(sendBacklog)
        .limits(limits)
        .allocator(allocator);
  }

  /** How long a TCP connection may take to be made. Default 10 s. */
  public Duration connectTimeout() {
    return connectTimeout;
  }

  /** How long the other side's {@code Hello} may take, a TLS handshake included. Default 10 s. */
  public Duration helloTimeout() {
    return helloTimeout;
  }

  /**
   * Silence after which a {@code Ping} is sent; after as much again the connection is closed.
   * Default 30 s.
   */
  public Duration idleTimeout() {
    return idleTimeout;
  }

  /** How long an answer may take where the request does not say otherwise. Default 30 s. */
  public Duration requestTimeout() {
    return requestTimeout;
  }

  /** How long a graceful close waits for what is under way. Default 5 s. */
  public Duration drainTimeout() {
    return drainTimeout;
  }

  /** Connections beyond which new ones are refused as busy. Default 4,096. */
  public int maxConnections() {
    return maxConnections;
  }

  /** Requests that may be outstanding on one connection, each way. Default 1,024. */
  public int maxRequests() {
    return maxRequests;
  }

  /**
   * Body bytes, file regions counted, that a connection hands to its socket ahead. Default 2 MiB.
   */
  public int sendWindow() {
    return sendWindow;
  }

  /**
   * As {@link #sendWindow()}, which it does not exceed, of an encrypted connection: there, files
   * are read into memory. It has to be as much as is sent until the event loop comes round again,
   * and not more for a long line: what is on the line is in the kernel. Default 512 KiB.
   */
  public int encryptedWindow() {
    return Math.min(encryptedWindow, sendWindow);
  }

  /**
   * Body bytes that all encrypted connections of an endpoint have in memory to send. When there is
   * no more, connections wait for each other. Meanwhile none that has some gets more than an equal
   * share, and one whose other side takes longer than the {@link #idleTimeout()} to read what is in
   * memory for it is ended with {@code TIMED_OUT}. Default 64 MiB.
   */
  public long encryptedMemory() {
    return encryptedMemory;
  }

  /** Largest body of one data frame, bytes. Default 1 MiB, the protocol's cap. */
  public int sliceSize() {
    return sliceSize;
  }

  /** Largest read from a socket, bytes; small reads take less. Default 256 KiB. */
  public int receiveBuffer() {
    return receiveBuffer;
  }

  /**
   * Bytes that wait to be sent on one connection, beside the {@link #sendWindow()}, from which on
   * nothing more is read from it: an asker who does not read its answers gets no further ones.
   * Default 1 MiB.
   */
  public int sendBacklog() {
    return sendBacklog;
  }

  /** Limits of a connection's, and of an address's, traffic. Default: {@link TrafficLimits}'s. */
  public TrafficLimits limits() {
    return limits;
  }

  /** Where buffers come from. Default Netty's pooled allocator. */
  public ByteBufAllocator allocator() {
    return allocator;
  }

  private static Duration timeout(Duration value, String name) {
    if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(name + " must be from 1 ms to 1 day, not " + value);
    }
    return value;
  }

  private static int within(int value, int min, int max, String name) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " must be from " + min + " to " + max + ", not " + value);
    }
    return value;
  }

  /** Collects settings; {@link #build()} checks them. Not thread-safe. */
  public static final class Builder {
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration helloTimeout = Duration.ofSeconds(10);
    private Duration idleTimeout = Duration.ofSeconds(30);
    private Duration requestTimeout = Duration.ofSeconds(30);
    private Duration drainTimeout = Duration.ofSeconds(5);
    private int maxConnections = 4096;
    private int maxRequests = 1024;
    private int sendWindow = 2 << 20;
    private int encryptedWindow = 512 << 10;
    private long encryptedMemory = 64 << 20;
    private int sliceSize = Limits.MAX_BODY_BYTES;
    private int receiveBuffer = 256 << 10;
    private int sendBacklog = 1 << 20;
    private TrafficLimits limits = TrafficLimits.defaults();
    private ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;

    private Builder() {}

    /** See {@link TransportConfig#connectTimeout()}. */
    public Builder connectTimeout(Duration value) {
      connectTimeout = value;
      return this;
    }

    /** See {@link TransportConfig#helloTimeout()}. */
    public Builder helloTimeout(Duration value) {
      helloTimeout = value;
      return this;
    }

    /** See {@link TransportConfig#idleTimeout()}. */
    public Builder idleTimeout(Duration value) {
      idleTimeout = value;
      return this;
    }

    /** See {@link TransportConfig#requestTimeout()}. */
    public Builder requestTimeout(Duration value) {
      requestTimeout = value;
      return this;
    }

    /** See {@link TransportConfig#drainTimeout()}. */
    public Builder drainTimeout(Duration value) {
      drainTimeout = value;
      return this;
    }

    /** See {@link TransportConfig#maxConnections()}. */
    public Builder maxConnections(int value) {
      maxConnections = value;
      return this;
    }

    /** See {@link TransportConfig#maxRequests()}. */
    public Builder maxRequests(int value) {
      maxRequests = value;
      return this;
    }

    /** See {@link TransportConfig#sendWindow()}. */
    public Builder sendWindow(int value) {
      sendWindow = value;
      return this;
    }

    /** See {@link TransportConfig#encryptedWindow()}. */
    public Builder encryptedWindow(int value) {
      encryptedWindow = value;
      return this;
    }

    /** See {@link TransportConfig#encryptedMemory()}. */
    public Builder encryptedMemory(long value) {
      encryptedMemory = value;
      return this;
    }

    /** See {@link TransportConfig#sliceSize()}. */
    public Builder sliceSize(int value) {
      sliceSize = value;
      return this;
    }

    /** See {@link TransportConfig#receiveBuffer()}. */
    public Builder receiveBuffer(int value) {
      receiveBuffer = value;
      return this;
    }

    /** See {@link TransportConfig#sendBacklog()}. */
    public Builder sendBacklog(int value) {
      sendBacklog = value;
      return this;
    }

    /** See {@link TransportConfig#limits()}. */
    public Builder limits(TrafficLimits value) {
      limits = value;
      return this;
    }

    /** See {@link TransportConfig#allocator()}. */
    public Builder allocator(ByteBufAllocator value) {
      allocator = value;
      return this;
    }

    /**
     * The configuration.
     *
     * @throws IllegalArgumentException naming the setting that is out of range
     */
    public TransportConfig build() {
      return new TransportConfig(this);
    }
  }
}
