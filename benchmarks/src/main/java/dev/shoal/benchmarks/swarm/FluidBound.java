package dev.shoal.benchmarks.swarm;

import java.util.List;

/** The time below which no swarm can get, were files as divisible as water. */
final class FluidBound {
  private FluidBound() {}

  /**
   * Until the last leecher has the file: the seeder must send it once, the slowest must receive it,
   * and all copies must be sent by somebody.
   *
   * @param bytes of the file
   * @return seconds
   */
  static double seconds(double bytes, Link seeder, List<Link> leechers) {
    double slowest = leechers.stream().mapToDouble(Link::downBytes).min().orElseThrow();
    double all = seeder.upBytes() + leechers.stream().mapToDouble(Link::upBytes).sum();
    return Math.max(
        Math.max(bytes / seeder.upBytes(), bytes / slowest), leechers.size() * bytes / all);
  }
}
