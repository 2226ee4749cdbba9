package dev.shoal.peer.console;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;

/**
 * How a node's local API and console are served. Immutable; each {@code with} method gives a
 * changed copy.
 *
 * @param address to listen at, port 0 for any. Default: any port of 127.0.0.1. Programs on this
 *     machine always get one at a loopback address as well
 * @param hostNames under which browsers may open the page, beside {@code localhost} and the
 *     addresses it listens at. Default none
 * @param largestUpload bytes of one file that the page may send. Default 64 GiB; never more than
 *     there is room for
 */
public record ConsoleConfig(InetSocketAddress address, List<String> hostNames, long largestUpload) {
  private static final ConsoleConfig DEFAULTS =
      new ConsoleConfig(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of(), 64L << 30);

  /** Host names are the same in whatever case. */
  public ConsoleConfig {
    hostNames = hostNames.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    if (address.isUnresolved()) {
      throw new IllegalArgumentException("the address to listen at must be resolved");
    }
    if (largestUpload < 0) {
      throw new IllegalArgumentException("the largest upload must not be negative");
    }
  }

  /** All defaults. */
  public static ConsoleConfig defaults() {
    return DEFAULTS;
  }

  /** See {@link #address()}. */
  public ConsoleConfig withAddress(InetSocketAddress value) {
    return new ConsoleConfig(value, hostNames, largestUpload);
  }

  /** See {@link #hostNames()}. */
  public ConsoleConfig withHostNames(List<String> values) {
    return new ConsoleConfig(address, values, largestUpload);
  }

  /** See {@link #largestUpload()}. */
  public ConsoleConfig withLargestUpload(long bytes) {
    return new ConsoleConfig(address, hostNames, bytes);
  }
}
