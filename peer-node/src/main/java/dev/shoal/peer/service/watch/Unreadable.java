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
  private final Set<String> said = new HashSet<>();

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
    String name = PlainText.of(path.toString());
    say(name, name + " can't be shared: " + PlainText.of(reason));
  }

  /** Something in a folder has a name that this process can't write. */
  void addUnnamed(Path folder) {
    String sentence =
        "what has a name in "
            + PlainText.of(folder.toString())
            + " that can't be written in this locale is not shared: rename it, or start the node"
            + " in a UTF-8 locale, such as LC_ALL=C.UTF-8";
    say(sentence, sentence);
  }

  private void say(String key, String sentence) {
    if (said.size() < MOST && said.add(key)) {
      problems.accept(sentence);
      if (said.size() == MOST) {
        problems.accept("what else can't be read in watched folders is not named any more");
      }
    }
  }
}
