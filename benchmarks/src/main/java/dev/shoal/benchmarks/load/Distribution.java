package dev.shoal.benchmarks.load;

/** How the files of requests are distributed. */
enum Distribution {
  UNIFORM,
  ZIPF
}
