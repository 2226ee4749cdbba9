package dev.shoal.tracker.internal.swarm;

import dev.shoal.protocol.PackedAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * Where a source is reached, prepared for being packed many times. Immutable; a session that comes
 * from elsewhere gets another instance.
 */
public final class SourceAddress {
  /** Which askers are given it, and in which form. */
  enum Kind {
    V4,
    V6,
    /** Only to askers on the tracker's machine: elsewhere, loopback means another machine. */
    LOOPBACK_V4,
    LOOPBACK_V6,
    /** On the tracker's machine, everywhere: found where the asker has found the tracker. */
    BESIDE_TRACKER
  }

  final Kind kind;
  final int port;

  /** IPv4 address and port, in the lower 48 bits. */
  final long packedV4;

  /** The halves of an IPv6 address. */
  final long high;

  final long low;

  /**
   * The address of a source.
   *
   * @param source the ends of its connection
   * @param port 1 to 65,535
   * @param everywhere it listens at the wildcard address
   */
  public static SourceAddress of(AddressView source, int port, boolean everywhere) {
    InetAddress host = source.remote();
    boolean v4 = host instanceof Inet4Address;
    Kind kind;
    if (everywhere && source.remote().equals(source.local())) {
      kind = Kind.BESIDE_TRACKER;
    } else if (host.isLoopbackAddress()) {
      kind = v4 ? Kind.LOOPBACK_V4 : Kind.LOOPBACK_V6;
    } else {
      kind = v4 ? Kind.V4 : Kind.V6;
    }
    return new SourceAddress(kind, host, port);
  }

  private SourceAddress(Kind kind, InetAddress host, int port) {
    this.kind = kind;
    this.port = port;
    ByteBuffer bytes = ByteBuffer.wrap(host.getAddress());
    if (host instanceof Inet4Address) {
      packedV4 = packV4(bytes.getInt(0), port);
      high = 0;
      low = 0;
    } else {
      packedV4 = 0;
      high = bytes.getLong(0);
      low = bytes.getLong(Long.BYTES);
    }
  }

  /** Whether the address itself is an IPv4 one. */
  boolean isV4() {
    return kind == Kind.V4 || kind == Kind.LOOPBACK_V4;
  }

  /** An IPv4 address and port as the lower {@value PackedAddress#V4_LENGTH} bytes of a long. */
  static long packV4(int address, int port) {
    return Integer.toUnsignedLong(address) << Short.SIZE | port;
  }
}
