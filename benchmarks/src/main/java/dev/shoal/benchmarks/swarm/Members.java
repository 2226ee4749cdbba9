package dev.shoal.benchmarks.swarm;

import dev.shoal.benchmarks.node.NodeProcess;
import dev.shoal.benchmarks.programs.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The processes of one run, of one program: the seeder shares already, the leechers wait. */
interface Members {
  /** What results call the program. */
  String name();

  /**
   * Starts them all, each in its namespace; they are ready when this returns.
   *
   * @param directory of this run's own
   * @param file to be shared by the seeder
   */
  Started start(Scope scope, Path directory, Path file) throws IOException, InterruptedException;

  /**
   * What is running.
   *
   * @param seeder has shared the file
   * @param leechers in order
   * @param id by which they fetch it
   * @param sources that each of them is told of beside those it finds out itself
   */
  record Started(
      NodeProcess seeder, List<NodeProcess> leechers, String id, List<List<String>> sources) {}
}
