package dev.shoal.peer.service;

/** How much is told at a time of what there may be much of. */
final class Pages {
  private Pages() {}

  /** Most on a page. */
  static final int MOST = 1000;

  /**
   * Checks a page's length.
   *
   * @throws IllegalArgumentException with a sentence
   */
  static void check(int limit) {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit is from 1 to " + MOST + ", not " + limit);
    }
  }
}
