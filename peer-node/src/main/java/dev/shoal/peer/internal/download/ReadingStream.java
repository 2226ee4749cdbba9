package dev.shoal.peer.internal.download;

import dev.shoal.peer.DownloadStream;
import dev.shoal.protocol.ChunkLayout;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stream of a download: waits for the chunk that is read, and reads it from disk.
 *
 * <p>Has the file open for itself, and not as a channel: a channel is closed when a thread is
 * interrupted that reads from it, and the threads are the application's.
 */
final class ReadingStream extends DownloadStream {
  private final ReadableContent content;
  private final ReadPosition cursor;
  private final Object fileLock = new Object();
  private @Nullable RandomAccessFile file;
  private long position;
  private long mark;

  /** The last byte before which the download knows this stream to be. */
  private long knownUntil;

  private volatile boolean closed;

  /** At the beginning. Blocks for a moment if the file is there to be opened. */
  ReadingStream(ReadableContent content, ReadPosition cursor) {
    this.content = content;
    this.cursor = cursor;
    if (content.isOpened()) {
      try {
        file();
      } catch (IOException e) {
        // Then a read fails as well, and says so.
      }
    }
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void seek(long newPosition) throws IOException {
    if (newPosition < 0) {
      throw new IllegalArgumentException("a negative position: " + newPosition);
    }
    requireOpen();
    position = newPosition;
    knownUntil = newPosition;
    cursor.moveTo(newPosition);
  }

  @Override
  public long length() throws IOException {
    return content.awaitLayout(() -> closed).length();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, into.length);
    requireOpen();
    if (count == 0) {
      return 0;
    }
    ChunkLayout layout = content.awaitLayout(() -> closed);
    if (position >= layout.length()) {
      return -1;
    }
    content.awaitChunk((int) (position / layout.chunkSize()), () -> closed);
    int ready = (int) Math.min(count, content.available(position));
    int read = readFile(into, offset, ready);
    position += read;
    tellChunk(layout);
    return read;
  }

  private int readFile(byte[] into, int offset, int count) throws IOException {
    RandomAccessFile open = file();
    open.seek(position);
    int read = open.read(into, offset, count);
    if (read < 0) {
      throw new IOException("the file was cut short");
    }
    return read;
  }

  /** The download need not know more exactly than to the chunk. */
  private void tellChunk(ChunkLayout layout) {
    if (position >= knownUntil) {
      knownUntil = (position / layout.chunkSize() + 1) * layout.chunkSize();
      cursor.moveTo(position);
    }
  }

  @Override
  public long skip(long count) throws IOException {
    requireOpen();
    if (count <= 0) {
      return 0;
    }
    long skipped = Math.max(0, Math.min(count, length() - position));
    seek(position + skipped);
    return skipped;
  }

  @Override
  public int available() throws IOException {
    requireOpen();
    return (int) Math.min(Integer.MAX_VALUE, content.available(position));
  }

  @Override
  public boolean markSupported() {
    return true;
  }

  /** The limit is none: one can always go back. */
  @Override
  public synchronized void mark(int limit) {
    mark = position;
  }

  @Override
  public synchronized void reset() throws IOException {
    seek(mark);
  }

  @Override
  public void close() throws IOException {
    synchronized (fileLock) {
      if (closed) {
        return;
      }
      closed = true;
      if (file != null) {
        file.close();
      }
    }
    content.wake();
    cursor.end();
  }

  private RandomAccessFile file() throws IOException {
    synchronized (fileLock) {
      requireOpen();
      RandomAccessFile open = file;
      if (open == null) {
        open = content.open(() -> closed);
        file = open;
      }
      return open;
    }
  }

  private void requireOpen() throws IOException {
    if (closed) {
      throw new IOException("the stream is closed");
    }
  }
}
