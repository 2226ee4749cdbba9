/** What a tracker counts and tells of itself, for whoever operates it. */
@NullMarked
package dev.shoal.tracker.internal.figures;

import org.jspecify.annotations.NullMarked;
