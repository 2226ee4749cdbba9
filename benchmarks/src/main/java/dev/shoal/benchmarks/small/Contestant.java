package dev.shoal.benchmarks.small;

import dev.shoal.benchmarks.programs.Scope;
import dev.shoal.benchmarks.report.Measures;
import java.io.IOException;
import java.nio.file.Path;

/** A program that can move many files. */
interface Contestant {
  /** What results call it. */
  String name();

  /** Most files that it is given; speed is told by the file. */
  default int most() {
    return Integer.MAX_VALUE;
  }

  /**
   * Moves all files once, with new processes.
   *
   * @param within what ends the processes at the latest
   * @param original directory of the files
   * @param own a directory for everything else
   * @param copies where the files are to be put
   */
  Measures run(Scope within, FileSet files, Path original, Path own, Path copies)
      throws IOException, InterruptedException;

  /** What is told of each. */
  static Measures measures(
      FileSet files, double shareSeconds, double getSeconds, double shareCpu, double getCpu) {
    return new Measures()
        .add("share_s", shareSeconds)
        .add("get_s", getSeconds)
        .add("files_per_s", files.count() / getSeconds)
        .add("files_per_s_with_share", files.count() / (shareSeconds + getSeconds))
        .add("MB_per_s", files.bytes() / 1e6 / getSeconds)
        .add("cpu_ms_per_file", (shareCpu + getCpu) / files.count() * 1e3);
  }
}
