package dev.shoal.peer.service;

import dev.shoal.transport.RateLimit;

/**
 * How fast a node may be, bytes of files in a second.
 *
 * @param upload to all peers together; 0: no limit, otherwise at least 1,024
 * @param download from all sources together; 0: no limit, otherwise at least 1,024
 */
public record TransferLimits(long upload, long download) {
  /** None. */
  public static final TransferLimits NONE = new TransferLimits(0, 0);

  /**
   * Checks both.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public TransferLimits {
    RateLimit.checked(upload);
    RateLimit.checked(download);
  }
}
