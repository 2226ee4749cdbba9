package dev.shoal.tracker.internal.catalogue;

import java.util.List;

/**
 * A page of what a search found.
 *
 * @param entries newest first
 * @param next where the next page goes on from; 0: that was all
 */
public record Page(List<FileEntry> entries, int next) {}
