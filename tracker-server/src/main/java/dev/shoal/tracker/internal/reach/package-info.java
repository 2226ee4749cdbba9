/**
 * Finding out whether peers can be dialled where they say they listen, at a rate and to hosts that
 * make it useless for anything else.
 */
@NullMarked
package dev.shoal.tracker.internal.reach;

import org.jspecify.annotations.NullMarked;
