package dev.shoal.benchmarks.load;

import dev.shoal.protocol.Limits;

/** What a {@link Fill} enters. */
enum FillKind {
  /** Who holds which file: as many in a batch as the protocol allows. */
  REGISTRATIONS(Limits.MAX_BATCH, 40, Integer.MAX_VALUE),
  /** What files are called: fewer and over fewer connections, since these go to the disk. */
  NAMES(512, 96, 8);

  private final int batch;
  private final int bytesEach;
  private final int connections;

  FillKind(int batch, int bytesEach, int connections) {
    this.batch = batch;
    this.bytesEach = bytesEach;
    this.connections = connections;
  }

  /** Most connections that fill at once. */
  int connections() {
    return connections;
  }

  /** Most in one request. */
  int batch() {
    return batch;
  }

  /** About how many bytes a request takes. */
  int bytes(int count) {
    return 64 + count * bytesEach;
  }
}
