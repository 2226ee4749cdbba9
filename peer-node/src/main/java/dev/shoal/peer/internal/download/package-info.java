/**
 * Downloads: finding sources, fetching chunks from them, verifying and writing, to the finished
 * file.
 *
 * <p>One {@link dev.shoal.peer.internal.download.DownloadProcess} per download, confined to one
 * event loop, leads through the phases: {@link dev.shoal.peer.internal.download.Discovery} finds
 * sources, {@link dev.shoal.peer.internal.download.Transfer} fetches from them, and {@link
 * dev.shoal.peer.internal.download.ChunkSink} verifies and writes on worker threads. A {@link
 * dev.shoal.peer.internal.download.ReadingStream} reads meanwhile, on threads of the application.
 *
 * <p>A source is a {@link dev.shoal.peer.internal.download.ChunkSource}: a {@link
 * dev.shoal.peer.internal.download.SourceSession} of a peer that Discovery found, or an {@link
 * dev.shoal.peer.internal.download.HttpSource} of {@link
 * dev.shoal.peer.internal.download.HttpSources}, which keeps the connections to given URLs up.
 */
@NullMarked
package dev.shoal.peer.internal.download;

import org.jspecify.annotations.NullMarked;
