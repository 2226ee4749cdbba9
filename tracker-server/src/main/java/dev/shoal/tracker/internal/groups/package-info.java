/**
 * Who holds the files of groups, kept apart from what is shared with everybody.
 *
 * <p>Nothing here is thread-safe: one event loop owns all of it.
 */
@NullMarked
package dev.shoal.tracker.internal.groups;

import org.jspecify.annotations.NullMarked;
