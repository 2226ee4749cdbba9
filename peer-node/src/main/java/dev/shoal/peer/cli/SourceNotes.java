package dev.shoal.peer.cli;

import dev.shoal.protocol.PlainText;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Says once of each source that is not used why, and not of too many. For one thread. */
final class SourceNotes {
  private static final int MOST = 100;

  private final Consumer<String> lines;
  private final Set<String> said = new HashSet<>();

  /**
   * @param lines told in sentences
   */
  SourceNotes(Consumer<String> lines) {
    this.lines = lines;
  }

  /**
   * How one stands.
   *
   * @param problem which begins with the name of the source; null: it has none
   */
  void tell(@Nullable String problem) {
    if (problem != null && said.size() < MOST && said.add(problem)) {
      lines.accept("Not used as a source now: " + PlainText.of(problem) + ".");
    }
  }
}
