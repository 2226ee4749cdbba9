package dev.shoal.benchmarks.swarm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Who is where: the members of a network by their part in the swarm. Immutable. */
final class Swarm {
  private final Network network;
  private final int tracker;
  private final int seeder;
  private final List<Integer> leechers = new ArrayList<>();
  private final Link seederLink;
  private final List<Link> leecherLinks;

  /** Adds all of them to a network. */
  Swarm(Network network, Link seederLink, List<Link> leecherLinks)
      throws IOException, InterruptedException {
    this.network = network;
    this.seederLink = seederLink;
    this.leecherLinks = List.copyOf(leecherLinks);
    tracker = network.add();
    seeder = network.add(seederLink);
    for (Link link : leecherLinks) {
      leechers.add(network.add(link));
    }
  }

  Network network() {
    return network;
  }

  int tracker() {
    return tracker;
  }

  int seeder() {
    return seeder;
  }

  List<Integer> leechers() {
    return leechers;
  }

  /** See {@link FluidBound}. */
  double bound(long bytes) {
    return FluidBound.seconds((double) bytes, seederLink, leecherLinks);
  }
}
