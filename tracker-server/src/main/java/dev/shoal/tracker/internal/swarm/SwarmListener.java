package dev.shoal.tracker.internal.swarm;

import dev.shoal.protocol.FileId;

/** Told of what happens in swarms, while it happens. */
public interface SwarmListener {
  /** Is told nothing. */
  SwarmListener NOBODY =
      new SwarmListener() {
        @Override
        public void changed(int file) {}

        @Override
        public void completed(FileId file) {}

        @Override
        public void workArises() {}
      };

  /** Sources of a file came, left, or became complete. */
  void changed(int file);

  /** A leecher has become a seeder. */
  void completed(FileId file);

  /** There is something for {@link SwarmIndex#work} to do. */
  void workArises();
}
