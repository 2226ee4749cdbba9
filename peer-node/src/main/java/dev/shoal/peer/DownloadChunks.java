package dev.shoal.peer;

/**
 * Which chunks of a download are here at one moment. The arrays are the caller's own.
 *
 * <p>In both, each chunk is a bit, chunk 0 the highest one of the first byte; bits beyond the last
 * chunk are zero.
 *
 * @param chunkSize bytes; 0 while the file is not known
 * @param count of chunks; 0 while the file is not known
 * @param verified those on disk that match the manifest
 * @param requested those that sources are asked for now, or were a moment ago
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record DownloadChunks(int chunkSize, int count, byte[] verified, byte[] requested) {}
