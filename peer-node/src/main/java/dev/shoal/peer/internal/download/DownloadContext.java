package dev.shoal.peer.internal.download;

import dev.shoal.peer.internal.access.Capabilities;
import dev.shoal.peer.internal.fetch.HttpClient;
import dev.shoal.peer.internal.link.PeerLinks;
import dev.shoal.peer.internal.remember.FileHashes;
import dev.shoal.peer.internal.schedule.MemoryBudget;
import dev.shoal.peer.internal.schedule.Priorities;
import dev.shoal.peer.internal.serve.Library;
import dev.shoal.peer.internal.store.FileLayer;
import dev.shoal.peer.internal.tracker.TrackerClient;
import dev.shoal.transport.RateLimit;
import io.netty.buffer.ByteBufAllocator;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What all downloads of a node share.
 *
 * @param workers for everything that blocks or hashes
 * @param tracker null if the node has none
 * @param capabilities of this node, for downloads in groups; null if it has no tracker
 * @param uploads within which a file's own limit is
 * @param downloads within which a download's own limit is
 * @param maxSources per download
 * @param hashes where what is complete is remembered
 * @param badChunks how many came that were not the file's
 */
public record DownloadContext(
    Executor workers,
    MemoryBudget memory,
    Priorities priorities,
    ByteBufAllocator allocator,
    FileLayer files,
    HasherPool hashers,
    PeerLinks links,
    HttpClient http,
    @Nullable TrackerClient tracker,
    @Nullable Capabilities capabilities,
    Library library,
    RateLimit uploads,
    RateLimit downloads,
    int maxSources,
    FileHashes hashes,
    LongAdder badChunks) {
  /** The same for several downloads that have a limit together, within the node's. */
  public DownloadContext within(long downloadLimit) {
    return new DownloadContext(
        workers,
        memory,
        priorities,
        allocator,
        files,
        hashers,
        links,
        http,
        tracker,
        capabilities,
        library,
        uploads,
        downloads.inner(downloadLimit),
        maxSources,
        hashes,
        badChunks);
  }
}
