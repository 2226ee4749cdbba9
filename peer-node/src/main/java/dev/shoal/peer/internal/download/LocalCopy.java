package dev.shoal.peer.internal.download;

import dev.shoal.peer.StorageException;
import dev.shoal.peer.internal.store.PartFile;
import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.ChunkSet;
import dev.shoal.protocol.Manifest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the chunks of a download from a file on this machine that is said to have the same content;
 * verified like any other. Blocks; uses one chunk's memory.
 */
final class LocalCopy {
  private static final Logger log = LoggerFactory.getLogger(LocalCopy.class);

  private LocalCopy() {}

  /**
   * Copies every missing chunk that the file really has. A file that can't be read is no failure:
   * what is missing then comes from the network.
   *
   * @param goOn asked before each chunk
   * @throws StorageException if the part file can't be written
   */
  static void run(
      Path from,
      PartFile into,
      HasherPool hashers,
      ByteBufAllocator allocator,
      BooleanSupplier goOn)
      throws StorageException {
    Manifest manifest = into.manifest();
    ChunkLayout layout = manifest.layout();
    ChunkSet held = into.held();
    ByteBuf buffer = allocator.directBuffer(layout.chunkSize(), layout.chunkSize());
    try (FileChannel file = FileChannel.open(from, StandardOpenOption.READ)) {
      for (int chunk = held.nextMissing(0);
          chunk >= 0 && goOn.getAsBoolean();
          chunk = held.nextMissing(chunk + 1)) {
        ByteBuffer bytes = buffer.nioBuffer(0, layout.size(chunk));
        if (read(file, bytes, layout.offset(chunk))
            && manifest.matches(chunk, hashers.hash(bytes.duplicate(), layout.paddedLeaves()))) {
          into.writeVerified(chunk, bytes);
          into.syncIfDue(System.nanoTime());
        }
      }
    } catch (IOException e) {
      log.debug("{} can't be read; the rest comes from elsewhere", from, e);
    } finally {
      buffer.release();
    }
  }

  private static boolean read(FileChannel file, ByteBuffer into, long position) throws IOException {
    while (into.hasRemaining()) {
      if (file.read(into, position + into.position()) < 0) {
        return false;
      }
    }
    into.flip();
    return true;
  }
}
