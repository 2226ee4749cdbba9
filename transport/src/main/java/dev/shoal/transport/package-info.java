/**
 * Connections that speak Shoal's frames: event loops and native transports, codecs, requests with
 * deadlines, bodies streamed from files without a copy.
 *
 * <p>{@link dev.shoal.transport.Endpoint} listens and dials; a {@link
 * dev.shoal.transport.Connection} sends requests and hands arriving ones to its {@link
 * dev.shoal.transport.ConnectionHandler}. Knows nothing of trackers, and of files only the regions
 * it sends.
 */
@NullMarked
package dev.shoal.transport;

import org.jspecify.annotations.NullMarked;
