package dev.shoal.peer.internal.store;

import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.HashTree;
import dev.shoal.protocol.Manifest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The start of a journal: the manifest of the file, so that a download goes on without asking
 * anyone for it.
 *
 * <pre>
 *   0  magic "shoaljrn"         32  file id
 *   8  version u32 = 1          64  chunk hashes, n × 32
 *  12  chunk size u32           64 + 32 n  zero u96
 *  16  file length u64          76 + 32 n  crc32c u32 of all before
 *  24  nonce u64
 * </pre>
 *
 * @param checksum of the header; with the nonce it ties the records to this very journal
 */
record JournalHeader(Manifest manifest, int checksum) {
  private static final long MAGIC = 0x73686F616C6A726EL; // "shoaljrn"
  private static final int VERSION = 1;
  private static final int PREFIX_BYTES = 64;
  private static final int FILE_ID_AT = 32;
  private static final int TRAILER_BYTES = 16;
  private static final int CHECKSUM_AT = TRAILER_BYTES - Integer.BYTES;

  /** Bytes on disk, a multiple of {@link JournalRecord#BYTES}. */
  long size() {
    return PREFIX_BYTES + hashBytes(manifest.layout()) + TRAILER_BYTES;
  }

  /** Writes a header at the start of a file. */
  static JournalHeader write(DiskFile file, Manifest manifest, long nonce) throws IOException {
    ChunkLayout layout = manifest.layout();
    ByteBuffer prefix = ByteBuffer.allocate(PREFIX_BYTES).putLong(MAGIC).putInt(VERSION);
    prefix.putInt(layout.chunkSize()).putLong(layout.length()).putLong(nonce);
    prefix.put(manifest.fileId().toBytes()).flip();
    ByteBuffer hashes = manifest.hashes(0, layout.count());
    ByteBuffer trailer = ByteBuffer.allocate(TRAILER_BYTES);
    int checksum = checksum(prefix, hashes, trailer.slice(0, CHECKSUM_AT));
    trailer.putInt(CHECKSUM_AT, checksum);
    file.write(prefix, 0);
    file.write(hashes, PREFIX_BYTES);
    file.write(trailer, PREFIX_BYTES + hashBytes(layout));
    return new JournalHeader(manifest, checksum);
  }

  /** Reads the header of a file; empty if it is not whole, or not one that this version writes. */
  static Optional<JournalHeader> read(DiskFile file) throws IOException {
    if (file.size() < PREFIX_BYTES + TRAILER_BYTES) {
      return Optional.empty();
    }
    ByteBuffer prefix = ByteBuffer.wrap(read(file, 0, PREFIX_BYTES));
    Optional<ChunkLayout> layout = layout(prefix);
    if (layout.isEmpty() || file.size() < PREFIX_BYTES + hashBytes(layout.get()) + TRAILER_BYTES) {
      return Optional.empty();
    }
    byte[] hashes = read(file, PREFIX_BYTES, (int) hashBytes(layout.get()));
    ByteBuffer trailer = ByteBuffer.wrap(read(file, PREFIX_BYTES + hashes.length, TRAILER_BYTES));
    int checksum = trailer.getInt(CHECKSUM_AT);
    if (checksum != checksum(prefix, ByteBuffer.wrap(hashes), trailer.limit(CHECKSUM_AT))) {
      return Optional.empty();
    }
    Manifest manifest = Manifest.of(layout.get(), hashes);
    boolean honest =
        prefix.position(FILE_ID_AT).equals(ByteBuffer.wrap(manifest.fileId().toBytes()));
    return honest ? Optional.of(new JournalHeader(manifest, checksum)) : Optional.empty();
  }

  private static Optional<ChunkLayout> layout(ByteBuffer prefix) {
    if (prefix.getLong(0) != MAGIC || prefix.getInt(8) != VERSION) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ChunkLayout(prefix.getLong(16), prefix.getInt(12)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static byte[] read(DiskFile file, long position, int bytes) throws IOException {
    byte[] read = new byte[bytes];
    file.read(ByteBuffer.wrap(read), position);
    return read;
  }

  private static long hashBytes(ChunkLayout layout) {
    return (long) layout.count() * HashTree.HASH_LENGTH;
  }

  private static int checksum(ByteBuffer... parts) {
    CRC32C crc = new CRC32C();
    for (ByteBuffer part : parts) {
      crc.update(part.duplicate());
    }
    return (int) crc.getValue();
  }
}
