package dev.shoal.peer.service;

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
}
