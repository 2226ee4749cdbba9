package dev.shoal.peer;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a file while it is downloaded; what is about to be read is fetched first.
 *
 * <p>A read blocks until the chunk it is in has arrived and been verified, however long that takes:
 * while the download waits for sources or is paused, too. No byte is ever read that was not
 * verified. When the download fails, is cancelled, or its node closes before it is complete, reads
 * fail with an {@link IOException} whose cause is what the download failed with. A complete file
 * can be read on, also once the node is closed.
 *
 * <p>Of use to one thread at a time, save that {@link #close()} may be called from any and ends a
 * read that waits. So does an interrupt, with an {@link java.io.InterruptedIOException}; the stream
 * may be used on after it. Never read on one of the node's own threads, in a callback, say.
 */
public abstract class DownloadStream extends InputStream {
  /** For the library. */
  protected DownloadStream() {}

  /** Where the next byte is read, from the beginning of the file. */
  public abstract long position();

  /**
   * Reads on elsewhere, at no cost but that of fetching what is there.
   *
   * @param position from the beginning of the file; beyond its end nothing is read
   * @throws IllegalArgumentException if it is negative
   * @throws IOException if the stream is closed
   */
  public abstract void seek(long position) throws IOException;

  /**
   * The length of the file. Waits until it is known.
   *
   * @throws IOException if the download ends before, or the stream is closed
   */
  public abstract long length() throws IOException;
}
