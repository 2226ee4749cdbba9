package dev.shoal.tracker.internal.figures;

import java.util.Map;

/**
 * What does not change while a tracker runs.
 *
 * @param version of the program
 * @param startedMillis Unix time
 * @param limits by name, in the order in which they are shown
 */
public record Identity(String version, long startedMillis, Map<String, String> limits) {}
