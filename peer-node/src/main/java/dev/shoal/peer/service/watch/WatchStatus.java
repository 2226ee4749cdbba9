package dev.shoal.peer.service.watch;

import org.jspecify.annotations.Nullable;

/**
 * How a watched folder stands. Immutable.
 *
 * @param files shared from it
 * @param preparing files that are seen and not shared yet
 * @param problem why it can't be watched, a sentence; null if it can
 */
public record WatchStatus(int files, int preparing, @Nullable String problem) {}
