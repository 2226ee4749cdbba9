package dev.shoal.peer.cli;

import dev.shoal.peer.service.DownloadInfo;
import dev.shoal.peer.service.Problem;
import java.util.function.Consumer;

/** Says why a download waits, whenever that is something new. For one thread. */
final class WaitReasons {
  private final Consumer<String> lines;
  private String said = "";

  /**
   * @param lines told in sentences
   */
  WaitReasons(Consumer<String> lines) {
    this.lines = lines;
  }

  /** How the download stands. */
  void tell(DownloadInfo now) {
    Problem problem = now.problem();
    if (problem != null && !now.isOver() && !problem.message().equals(said)) {
      said = problem.message();
      lines.accept("It waits: " + Sentence.plain(said) + ".");
    }
  }
}
