/**
 * The load tool for trackers: a client of its own, written from the protocol's description rather
 * than on top of the transport, so that it is a second opinion on both.
 *
 * <p>All connections live on one event loop and share its state without locks. Start at {@link
 * dev.shoal.benchmarks.load.TrackerLoadCommand}.
 */
@NullMarked
package dev.shoal.benchmarks.load;

import org.jspecify.annotations.NullMarked;
