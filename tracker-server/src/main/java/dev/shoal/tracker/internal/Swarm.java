package dev.shoal.tracker.internal;

/** The visible sources of one file. Those that cannot be dialled are counted but in no list. */
final class Swarm {
  private final SourceList seeders = new SourceList();
  private final SourceList leechers = new SourceList();
  private int undialledSeeders;
  private int undialledLeechers;

  void add(Source source) {
    if (source.session.isDialable()) {
      list(source).add(source);
    } else {
      count(source, 1);
    }
  }

  /** Takes out a source that is in, wherever {@link #add} has put it. */
  void remove(Source source) {
    if (source.slot == Source.NO_SLOT) {
      count(source, -1);
    } else {
      list(source).remove(source);
    }
  }

  /** Those with the whole file that can be dialled. */
  SourceList seeders() {
    return seeders;
  }

  /** Those with a part of the file that can be dialled. */
  SourceList leechers() {
    return leechers;
  }

  int seederCount() {
    return seeders.size() + undialledSeeders;
  }

  int leecherCount() {
    return leechers.size() + undialledLeechers;
  }

  boolean isEmpty() {
    return seederCount() + leecherCount() == 0;
  }

  private SourceList list(Source source) {
    return source.complete ? seeders : leechers;
  }

  private void count(Source source, int change) {
    if (source.complete) {
      undialledSeeders += change;
    } else {
      undialledLeechers += change;
    }
  }
}
