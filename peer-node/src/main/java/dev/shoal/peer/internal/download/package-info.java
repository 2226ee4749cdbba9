/**
 * Downloads: finding sources, fetching chunks from them, verifying and writing, to the finished
 * file.
 *
 * <p>One {@link dev.shoal.peer.internal.download.DownloadProcess} per download, confined to one
 * event loop, leads through the phases: {@link dev.shoal.peer.internal.download.Discovery} finds
 * sources, {@link dev.shoal.peer.internal.download.Transfer} fetches from them, and {@link
 * dev.shoal.peer.internal.download.ChunkSink} verifies and writes on worker threads. A {@link
 * dev.shoal.peer.internal.download.ReadingStream} reads meanwhile, on threads of the application.
 */
@NullMarked
package dev.shoal.peer.internal.download;

import org.jspecify.annotations.NullMarked;
