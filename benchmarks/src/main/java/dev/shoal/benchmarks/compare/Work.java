package dev.shoal.benchmarks.compare;

import java.util.List;

/**
 * What both servers have to do, each in its own words.
 *
 * @param name of a row in the report
 * @param redis what {@code redis-benchmark} is told
 * @param shareOfRequests how many of the usual number of requests Redis gets, so that every run
 *     takes a few seconds
 * @param tracker what {@code tracker-load} is told
 */
record Work(String name, List<String> redis, double shareOfRequests, List<String> tracker) {
  static final int SETS = 1000;
  static final int MEMBERS = 100;
  static final int KEYS = 100_000;

  private static final List<String> QUERIES =
      List.of(
          "--holders=" + MEMBERS,
          "--files=" + SETS,
          "--registrations=" + SETS * MEMBERS,
          "--mix=query=1",
          "--max-sources=30");

  /** A query with 30 sources beside a GET; beside 30 of a set's 100 members; a registration. */
  static final List<Work> ALL =
      List.of(
          new Work("query / GET", List.of("-r", "" + KEYS, "-t", "get"), 1, QUERIES),
          new Work(
              "query / SRANDMEMBER 30",
              List.of("-r", "" + SETS, "SRANDMEMBER", "set:__rand_int__", "30"),
              0.125,
              QUERIES),
          new Work(
              "register / SADD",
              List.of("-r", "" + KEYS, "-t", "sadd"),
              1,
              List.of("--files=" + KEYS, "--mix=register=1")));
}
