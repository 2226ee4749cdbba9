/**
 * Tells peers of sources that come and go, as far as they asked for it: gathered, sampled, and held
 * back where a crowd would make it expensive.
 */
@NullMarked
package dev.shoal.tracker.internal.push;

import org.jspecify.annotations.NullMarked;
