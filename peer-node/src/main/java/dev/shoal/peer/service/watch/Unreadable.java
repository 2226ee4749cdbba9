package dev.shoal.peer.service.watch;

import dev.shoal.protocol.PlainText;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Says of each file and folder that can't be read so, once, and not of too many. */
final class Unreadable {
  private static final int MOST = 100;

  private final Consumer<String> problems;
  private final Set<Path> named = new HashSet<>();

  /**
   * @param problems told in sentences
   */
  Unreadable(Consumer<String> problems) {
    this.problems = problems;
  }

  /**
   * One can't be read.
   *
   * @param reason not a whole sentence
   */
  void add(Path path, String reason) {
    if (named.size() < MOST && named.add(path)) {
      problems.accept(PlainText.of(path.toString()) + " can't be shared: " + PlainText.of(reason));
      if (named.size() == MOST) {
        problems.accept("what else can't be read in watched folders is not named any more");
      }
    }
  }
}
