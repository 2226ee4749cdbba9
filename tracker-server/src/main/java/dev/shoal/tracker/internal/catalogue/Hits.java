package dev.shoal.tracker.internal.catalogue;

/**
 * Numbers of entries that a search found.
 *
 * @param numbers highest first
 * @param next below which number the search goes on; 0: that was all
 */
@SuppressWarnings("ArrayRecordComponent") // goes from one hand to the next, and is not compared
record Hits(int[] numbers, int next) {}
