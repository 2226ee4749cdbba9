/**
 * What a download asks next, of whom, and how much at once: chunk choice, request windows, rates,
 * retries and memory, as plain objects without sockets, threads or clocks.
 *
 * <p>Everything here is confined to one download's event loop and takes the time as {@code
 * nowNanos} on the scale of {@link java.lang.System#nanoTime()}; only {@link
 * dev.shoal.peer.internal.schedule.MemoryBudget} and {@link
 * dev.shoal.peer.internal.schedule.Priorities}, which the downloads of a node share, are
 * thread-safe.
 */
@NullMarked
package dev.shoal.peer.internal.schedule;

import org.jspecify.annotations.NullMarked;
