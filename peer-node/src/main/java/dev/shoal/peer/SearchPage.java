package dev.shoal.peer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of what a search found, newest first. Immutable.
 *
 * @param files on this page
 * @param next where the next page begins, for {@link PeerNode#search(String, String)}; null: this
 *     was the last
 * @param warming whether the tracker has just started, so that not every file can be found yet
 */
public record SearchPage(List<FoundFile> files, @Nullable String next, boolean warming) {}
