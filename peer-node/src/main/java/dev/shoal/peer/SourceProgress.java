package dev.shoal.peer;

import java.net.InetSocketAddress;

/**
 * What one source has given to a download. Immutable.
 *
 * @param address where it was reached
 * @param verifiedBytes of chunks from it that matched the manifest
 * @param bytesPerSecond received from it lately
 * @param connected whether it is in use now
 */
public record SourceProgress(
    InetSocketAddress address, long verifiedBytes, long bytesPerSecond, boolean connected) {}
