package dev.shoal.peer.internal.tracker;

/**
 * A time during which one tracker was used and no other one, whatever connections were lost
 * meanwhile: if it is the same before a question and after its answer, that tracker gave it.
 * Immutable.
 *
 * @param tracker its name in the list that this node was given, which says who it is: it has proved
 *     to be the one that is meant there, and may have another key some day
 * @param number how many trackers were used before
 */
public record TrackerVisit(String tracker, int number) {}
