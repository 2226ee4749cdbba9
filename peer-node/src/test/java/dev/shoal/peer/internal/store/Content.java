package dev.shoal.peer.internal.store;

import dev.shoal.protocol.ChunkHasher;
import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.ChunkSize;
import dev.shoal.protocol.Manifest;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;

/** A made-up file, small enough for memory, with its manifest. */
final class Content {
  private final byte[] bytes;
  private final Manifest manifest;

  private Content(byte[] bytes, Manifest manifest) {
    this.bytes = bytes;
    this.manifest = manifest;
  }

  static Content random(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return of(bytes, ChunkSize.MIN);
  }

  static Content of(byte[] bytes, int chunkSize) {
    ChunkLayout layout = new ChunkLayout(bytes.length, chunkSize);
    ChunkHasher hasher = new ChunkHasher();
    ByteBuffer hashes = ByteBuffer.allocate(layout.count() * 32);
    for (int chunk = 0; chunk < layout.count(); chunk++) {
      hashes.put(hasher.hash(slice(bytes, layout, chunk), layout.paddedLeaves()));
    }
    byte[] flat = new byte[hashes.flip().remaining()];
    hashes.get(flat);
    return new Content(bytes, Manifest.of(layout, flat));
  }

  private static ByteBuffer slice(byte[] bytes, ChunkLayout layout, int chunk) {
    return ByteBuffer.wrap(bytes, (int) layout.offset(chunk), layout.size(chunk));
  }

  int chunks() {
    return manifest.layout().count();
  }

  ByteBuffer chunk(int chunk) {
    return slice(bytes, manifest.layout(), chunk);
  }

  /** Whether a file has the chunk's bytes at its place. */
  boolean isIn(Path file, int chunk) throws IOException {
    ByteBuffer expected = chunk(chunk);
    byte[] found = new byte[expected.remaining()];
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
      open.seek(manifest.layout().offset(chunk));
      int at = 0;
      for (int read = 0; read >= 0 && at < found.length; at += Math.max(read, 0)) {
        read = open.read(found, at, found.length - at);
      }
    }
    return expected.equals(ByteBuffer.wrap(found));
  }

  byte[] bytes() {
    return bytes;
  }

  Manifest manifest() {
    return manifest;
  }
}
