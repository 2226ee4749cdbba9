package dev.shoal.peer.internal.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * An open file, read and written at positions. Thread-safe; every method blocks.
 *
 * <p>A thread must not be interrupted inside: the JDK then closes the file for all.
 */
public interface DiskFile extends Closeable {
  /** Length in bytes. */
  long size() throws IOException;

  /**
   * Reads until the buffer or the file ends.
   *
   * @return the number of bytes read, 0 at the end of the file
   */
  int read(ByteBuffer into, long position) throws IOException;

  /** Writes all that remains in the buffer. A failure may leave some of it written. */
  void write(ByteBuffer from, long position) throws IOException;

  /** Cuts the file; nothing happens if it is not longer. */
  void truncate(long size) throws IOException;

  /** Returns once all that was written before the call survives a loss of power. */
  void force() throws IOException;
}
