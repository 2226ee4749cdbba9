package dev.shoal.peer.service;

import dev.shoal.peer.DownloadChunks;
import java.util.Base64;

/**
 * Which chunks of a download are here.
 *
 * @param chunkSize bytes; 0 while the file is not known
 * @param count of chunks
 * @param verified Base64 of a bit for each chunk, chunk 0 the highest bit of the first byte
 * @param requested Base64 likewise, of the chunks that are asked for now
 */
public record ChunkMap(int chunkSize, int count, String verified, String requested) {
  /** Of a file that nothing is known of. */
  public static final ChunkMap UNKNOWN = new ChunkMap(0, 0, "", "");

  static ChunkMap of(DownloadChunks chunks) {
    Base64.Encoder base64 = Base64.getEncoder();
    return new ChunkMap(
        chunks.chunkSize(),
        chunks.count(),
        base64.encodeToString(chunks.verified()),
        base64.encodeToString(chunks.requested()));
  }
}
