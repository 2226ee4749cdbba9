package dev.shoal.tracker.internal.store;

import org.jspecify.annotations.Nullable;

/**
 * Where a chunk of the store's file is, as its header and its footer agree.
 *
 * @param id of the chunk
 * @param version of the store that it completes
 * @param position of its first byte
 * @param length bytes
 */
record ChunkMark(int id, long version, long position, int length) {
  /** Of the store's file: chunks begin and end with one. */
  static final int BLOCK = 4096;

  private static final int HEADER = 1024;
  private static final int FOOTER = 128;

  /** How the file is read. */
  interface Source {
    byte[] read(long position, int length);

    long size();
  }

  /** The chunk that begins there, or null if none does, or if its end is another's or missing. */
  static @Nullable ChunkMark at(long position, Source file) {
    byte[] start = file.read(position, (int) Math.min(HEADER, file.size() - position));
    if (start.length < 6 || start[0] != 'c' || start[1] != 'h' || start[5] != ':') {
      return null;
    }
    HexMap header = HexMap.read(start);
    if (header == null) {
      return null;
    }
    long blocks = header.get("len");
    if (blocks <= 0 || blocks > Math.min(file.size() - position, Integer.MAX_VALUE) / BLOCK) {
      return null;
    }
    int length = (int) blocks * BLOCK;
    HexMap footer = HexMap.readChecked(file.read(position + length - FOOTER, FOOTER));
    if (footer == null
        || footer.get("chunk") != header.get("chunk")
        || footer.get("len") != blocks
        || footer.get("version") != header.get("version")) {
      return null;
    }
    return new ChunkMark((int) header.get("chunk"), header.get("version"), position, length);
  }
}
