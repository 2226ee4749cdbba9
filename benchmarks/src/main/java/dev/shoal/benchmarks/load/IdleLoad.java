package dev.shoal.benchmarks.load;

/** No load at all: sessions are held, and kept alive by their heartbeats. */
final class IdleLoad implements Load {
  @Override
  public void start() {}

  @Override
  public void stop(Tally run) {}
}
