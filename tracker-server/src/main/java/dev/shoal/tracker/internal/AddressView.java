package dev.shoal.tracker.internal;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The hosts at both ends of one peer's connection, and what follows for the address under which
 * other peers reach a source. Immutable.
 *
 * @param remote the host that the connection comes from
 * @param local the host of the tracker's that it reached
 */
record AddressView(InetAddress remote, InetAddress local) {
  /**
   * The host at which this asker reaches a source: the one the source's connection comes from. A
   * source on the tracker's own machine that listens everywhere is found, like the tracker itself,
   * at the address that the asker's connection reached.
   *
   * @return the host, or null where there is none for this asker: a loopback address means another
   *     machine elsewhere
   */
  @Nullable InetAddress hostOf(AddressView source, boolean listensEverywhere) {
    if (listensEverywhere && source.remote.equals(source.local)) {
      return local;
    }
    return source.remote.isLoopbackAddress() && !isOnTrackersMachine() ? null : source.remote;
  }

  private boolean isOnTrackersMachine() {
    return remote.equals(local) || remote.isLoopbackAddress();
  }
}
