package dev.shoal.peer;

import java.util.Map;

/**
 * What a node is doing at one moment, in numbers. Immutable.
 *
 * @param traffic bytes of files sent and fetched since the node was built
 * @param trackerConnected whether a tracker knows the node
 * @param connections with other nodes
 * @param shares complete files that are served, downloaded ones included
 * @param sharedBytes their lengths together
 * @param preparing files that are to be shared, and wait to be hashed or are
 * @param hashedBytes read and hashed since the node was built, to share files
 * @param rememberedFiles shared since the node was built without being hashed, as their hashes were
 *     remembered
 * @param downloads how many there are in each state; of those that are over, since the node was
 *     built. Small files that {@link PeerNode#downloadAll} fetches many at a time are not counted
 * @param badChunks received since the node was built that were not the file's
 * @param memoryBytes direct memory that chunks under way hold, or are about to
 * @param memoryLimit what they may hold at most
 */
public record NodeFigures(
    Traffic traffic,
    boolean trackerConnected,
    int connections,
    int shares,
    long sharedBytes,
    int preparing,
    long hashedBytes,
    long rememberedFiles,
    Map<DownloadState, Long> downloads,
    long badChunks,
    long memoryBytes,
    long memoryLimit) {
  public NodeFigures {
    downloads = Map.copyOf(downloads);
  }

  /** Downloads in a state. */
  public long downloads(DownloadState state) {
    return downloads.getOrDefault(state, 0L);
  }
}
