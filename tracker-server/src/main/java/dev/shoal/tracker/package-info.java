/**
 * The tracker: knows which peer holds which file and where names are found, never a file's bytes.
 *
 * <p>{@link dev.shoal.tracker.TrackerServer} is all of the public API. One event loop owns all
 * state.
 */
@NullMarked
package dev.shoal.tracker;

import org.jspecify.annotations.NullMarked;
