package dev.shoal.peer.service;

/**
 * How fast a node was at a moment.
 *
 * @param agoMillis how long that is ago
 * @param sentPerSecond bytes
 * @param fetchedPerSecond bytes
 */
public record RateSample(long agoMillis, long sentPerSecond, long fetchedPerSecond) {}
