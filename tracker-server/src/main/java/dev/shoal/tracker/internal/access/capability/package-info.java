/**
 * Signs capabilities, by which peers see that somebody may fetch a group's files, and tells by
 * which keys they are verified. Owned by one event loop.
 */
@NullMarked
package dev.shoal.tracker.internal.access.capability;

import org.jspecify.annotations.NullMarked;
