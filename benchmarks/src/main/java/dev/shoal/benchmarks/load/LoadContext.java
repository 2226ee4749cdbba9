package dev.shoal.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What all connections of one event loop share; used on that loop only. */
final class LoadContext {
  private static final int MOST_TROUBLES = 10;

  final FileIds files;
  final RequestEncoder encoder;
  final SplittableRandom random;
  private final List<String> troubles = new ArrayList<>();
  private Tally tally = new Tally(System.nanoTime());
  private long lost;
  private long violations;
  private boolean ending;

  LoadContext(FileIds files, RequestEncoder encoder, SplittableRandom random) {
    this.files = files;
    this.encoder = encoder;
    this.random = random;
  }

  /** What is counted at present. */
  Tally tally() {
    return tally;
  }

  /** Begins to count anew; returns what was counted until now. */
  Tally nextTally() {
    long now = System.nanoTime();
    Tally before = tally;
    before.end(now);
    tally = new Tally(now);
    return before;
  }

  /** From now on connections end because we want it. */
  void end() {
    ending = true;
  }

  /** A connection has ended. */
  void lost(String why) {
    if (!ending) {
      lost++;
      trouble(why);
    }
  }

  /** The tracker broke the protocol, or an answer was wrong. */
  void violated(String how) {
    violations++;
    trouble(how);
  }

  /** Connections that ended before their time. */
  long lost() {
    return lost;
  }

  /** Answers that were wrong. */
  long violations() {
    return violations;
  }

  /** What happened, in sentences, the first few. */
  List<String> troubles() {
    return troubles;
  }

  private void trouble(String sentence) {
    if (troubles.size() < MOST_TROUBLES && !troubles.contains(sentence)) {
      troubles.add(sentence);
    }
  }
}
