/**
 * The tracker's state and what answers from it: sessions and their leases, swarms, catalogue, and
 * the handler of one connection.
 *
 * <p>Nothing here is thread-safe: one event loop owns all of it, and time is passed in.
 */
@NullMarked
package dev.shoal.tracker.internal;

import org.jspecify.annotations.NullMarked;
