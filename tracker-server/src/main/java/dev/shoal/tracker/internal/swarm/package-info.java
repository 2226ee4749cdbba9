/**
 * Who has which file: a compact index in primitive arrays, owned by one thread.
 *
 * <p>A complete registration takes 16 bytes, and what arrays keep in reserve: an entry in its
 * swarm's list and one in its session's, each of which knows the other's place. What hides, shows
 * or ends a whole session takes effect at once and is worked off in slices.
 */
@NullMarked
package dev.shoal.tracker.internal.swarm;

import org.jspecify.annotations.NullMarked;
