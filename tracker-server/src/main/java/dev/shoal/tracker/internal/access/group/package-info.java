/**
 * Answers requests about groups and their files: changes go to the disk first, lists come from the
 * loop's view.
 *
 * <p>An asker who may not see a group is answered as if it were not there, in the same words and on
 * the same way.
 */
@NullMarked
package dev.shoal.tracker.internal.access.group;

import org.jspecify.annotations.NullMarked;
