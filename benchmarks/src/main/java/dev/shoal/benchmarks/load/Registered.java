package dev.shoal.benchmarks.load;

import java.util.SplittableRandom;
import org.roaringbitmap.RoaringBitmap;

/** The files that one session has registered, and their digest, as of the last request sent. */
final class Registered {
  private final FileIds files;
  private final RoaringBitmap held = new RoaringBitmap();
  private long digest;

  Registered(FileIds files) {
    this.files = files;
  }

  /** Registers a file as complete; again, where it is registered. */
  void add(int file) {
    if (held.checkedAdd(file)) {
      digest ^= files.prefix(file);
    }
  }

  /** Unregisters a file, where it is registered. */
  void remove(int file) {
    if (held.checkedRemove(file)) {
      digest ^= files.prefix(file);
    }
  }

  /** One of the files at random, or the other when there is none. */
  int any(SplittableRandom random, int other) {
    int count = held.getCardinality();
    return count == 0 ? other : held.select(random.nextInt(count));
  }

  long digest() {
    return digest;
  }
}
