package dev.shoal.peer;

/**
 * What a node has sent and fetched since it was built, all files and peers together: bytes of
 * files, as rate limits count them, without frames' headers and what a tracker sends. Who looks
 * twice knows the rate between.
 *
 * @param sentBytes taken by sockets, whether the other side made use of them or not
 * @param fetchedBytes received, verified or not; what was already there or is copied on this
 *     machine does not count
 */
public record Traffic(long sentBytes, long fetchedBytes) {}
