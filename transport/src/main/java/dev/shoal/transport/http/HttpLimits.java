package dev.shoal.transport.http;

import java.time.Duration;

/**
 * How much the clients of a server may ask of it, and how long they may take.
 *
 * @param connections most at a time; others are closed at once
 * @param connectionsPerAddress most of one IPv4 address or IPv6 /64, this machine's own aside
 * @param requestLine bytes of the first line of a request
 * @param headers bytes of all headers of a request
 * @param headerTimeout how long the headers of a request may take to arrive
 * @param idleTimeout how long a connection is kept between requests
 * @param leastRate bytes a second at which bodies must be sent and answers be read, by whoever is
 *     waited for
 * @param grace how long either may be slower than that
 * @param requestsPerConnection after which it is closed
 * @param eventBacklog bytes of events that are kept for a slow reader
 */
public record HttpLimits(
    int connections,
    int connectionsPerAddress,
    int requestLine,
    int headers,
    Duration headerTimeout,
    Duration idleTimeout,
    int leastRate,
    Duration grace,
    int requestsPerConnection,
    int eventBacklog) {
  private static final Duration LONGEST = Duration.ofDays(1);

  /** Checks them. */
  public HttpLimits {
    positive(connections, "connections");
    positive(connectionsPerAddress, "connectionsPerAddress");
    positive(requestLine, "requestLine");
    positive(headers, "headers");
    positive(headerTimeout, "headerTimeout");
    positive(idleTimeout, "idleTimeout");
    positive(leastRate, "leastRate");
    positive(grace, "grace");
    positive(requestsPerConnection, "requestsPerConnection");
    positive(eventBacklog, "eventBacklog");
  }

  /**
   * 512 connections, 32 of an address; 4 KiB of request line, 16 KiB of headers within 10 s; 60 s
   * between requests; 1 KiB/s after 30 s; 10,000 requests; 1 MiB of events.
   */
  public static HttpLimits defaults() {
    return new HttpLimits(
        512,
        32,
        4 << 10,
        16 << 10,
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        1024,
        Duration.ofSeconds(30),
        10_000,
        1 << 20);
  }

  /** The same with so many connections. */
  public HttpLimits withConnections(int all, int perAddress) {
    return new HttpLimits(
        all,
        perAddress,
        requestLine,
        headers,
        headerTimeout,
        idleTimeout,
        leastRate,
        grace,
        requestsPerConnection,
        eventBacklog);
  }

  /** The same with requests so large. */
  public HttpLimits withSizes(int ofRequestLine, int ofHeaders) {
    return new HttpLimits(
        connections,
        connectionsPerAddress,
        ofRequestLine,
        ofHeaders,
        headerTimeout,
        idleTimeout,
        leastRate,
        grace,
        requestsPerConnection,
        eventBacklog);
  }

  /** The same with so much patience for headers and between requests. */
  public HttpLimits withTimeouts(Duration forHeaders, Duration whenIdle) {
    return new HttpLimits(
        connections,
        connectionsPerAddress,
        requestLine,
        headers,
        forHeaders,
        whenIdle,
        leastRate,
        grace,
        requestsPerConnection,
        eventBacklog);
  }

  /** The same with so much patience for slow senders and readers. */
  public HttpLimits withLeastRate(int bytesPerSecond, Duration after) {
    return new HttpLimits(
        connections,
        connectionsPerAddress,
        requestLine,
        headers,
        headerTimeout,
        idleTimeout,
        bytesPerSecond,
        after,
        requestsPerConnection,
        eventBacklog);
  }

  /** The same with so many requests of a connection. */
  public HttpLimits withRequestsPerConnection(int value) {
    return new HttpLimits(
        connections,
        connectionsPerAddress,
        requestLine,
        headers,
        headerTimeout,
        idleTimeout,
        leastRate,
        grace,
        value,
        eventBacklog);
  }

  /** The same with so many bytes of events kept. */
  public HttpLimits withEventBacklog(int bytes) {
    return new HttpLimits(
        connections,
        connectionsPerAddress,
        requestLine,
        headers,
        headerTimeout,
        idleTimeout,
        leastRate,
        grace,
        requestsPerConnection,
        bytes);
  }

  private static void positive(int value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, not " + value);
    }
  }

  private static void positive(Duration value, String name) {
    if (value.isNegative() || value.isZero() || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(name + " must be at most a day and not 0, not " + value);
    }
  }
}
