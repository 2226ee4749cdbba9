package dev.shoal.peer.internal.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A {@link DiskFile} that is a file channel. */
final class ChannelFile implements DiskFile {
  /**
   * The JDK copies a heap buffer through a direct one and keeps that, as large as the largest ever,
   * for each thread; small steps keep it small.
   */
  private static final int HEAP_STEP = 64 * 1024;

  private final FileChannel channel;
  private final Closeable owner;

  /**
   * @param owner closed in place of the channel
   */
  ChannelFile(FileChannel channel, Closeable owner) {
    this.channel = channel;
    this.owner = owner;
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    int start = into.position();
    int end = into.limit();
    try {
      while (into.position() < end) {
        into.limit(stepEnd(into, end));
        if (channel.read(into, position + into.position() - start) < 0) {
          break;
        }
      }
    } finally {
      into.limit(end);
    }
    return into.position() - start;
  }

  @Override
  public void write(ByteBuffer from, long position) throws IOException {
    int start = from.position();
    int end = from.limit();
    try {
      while (from.position() < end) {
        from.limit(stepEnd(from, end));
        channel.write(from, position + from.position() - start);
      }
    } finally {
      from.limit(end);
    }
  }

  private static int stepEnd(ByteBuffer buffer, int end) {
    return buffer.isDirect() ? end : Math.min(end, buffer.position() + HEAP_STEP);
  }

  @Override
  public void truncate(long size) throws IOException {
    channel.truncate(size);
  }

  @Override
  public void force() throws IOException {
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    owner.close();
  }
}
