package dev.shoal.tracker.internal.swarm;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.SplittableRandom;

/** Values that tests of swarms need and that are all the same to them. */
final class Some {
  static final AddressView ASKER = view("10.9.9.9");

  private Some() {}

  static SwarmIndex index() {
    return new SwarmIndex(new SplittableRandom(1), 1 << 20);
  }

  /** A peer on a machine of its own. */
  static AddressView view(String remote) {
    return view(remote, "192.0.2.1");
  }

  static AddressView view(String remote, String local) {
    return new AddressView(host(remote), host(local));
  }

  /** Where a source on a machine of its own is reached. */
  static SourceAddress address(int number) {
    String host = "10.0." + (number >> 8) + "." + (number & 0xFF);
    return SourceAddress.of(view(host), 7071, false);
  }

  static InetAddress host(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  static Registrations shown(SwarmIndex swarms) {
    Registrations registrations = swarms.open();
    swarms.stand(registrations, Standing.SHOWN, address(registrations.number));
    return registrations;
  }

  /** Registers a file, whose id is the number and zeros. */
  static void put(SwarmIndex swarms, Registrations registrations, int file, boolean complete) {
    Holding holding = complete ? null : new Holding(file, 1 << 16, null);
    swarms.put(registrations, file, 0, 0, 0, complete, holding);
  }

  static void drain(SwarmIndex swarms) {
    while (swarms.work(1000)) {
      // goes on
    }
  }
}
