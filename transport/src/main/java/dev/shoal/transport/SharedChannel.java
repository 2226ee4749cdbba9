package dev.shoal.transport;

import dev.shoal.transport.internal.ReadableRegion;
import io.netty.buffer.ByteBuf;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.FileRegion;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.ReferenceCounted;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file opened for reading that many regions share: closed when the last reference is released.
 *
 * <p>Thread-safe. Netty's own region closes its channel when it is released, which would cut off
 * the others.
 */
public class SharedChannel extends AbstractReferenceCounted {
  private static final Path NOWHERE = Path.of("/dev/null");

  private final FileChannel channel;

  /** Takes a channel over. */
  SharedChannel(FileChannel channel) {
    this.channel = channel;
  }

  /** Opens a file; the caller holds the first reference. Blocks. */
  public static SharedChannel open(Path path) throws IOException {
    return new SharedChannel(FileChannel.open(path, StandardOpenOption.READ));
  }

  /**
   * Has the system bring a part of the file into its memory, where it can. Blocks on the disk, so
   * that who sends that part need not.
   *
   * @param position of the first byte
   * @param length bytes
   */
  public void load(long position, long length) throws IOException {
    if (!Files.isWritable(NOWHERE)) {
      return;
    }
    try (FileChannel nowhere = FileChannel.open(NOWHERE, StandardOpenOption.WRITE)) {
      // sendfile passes pages on without copying them; to nowhere, that is all that is left of it.
      long end = position + length;
      for (long at = position, sent = 1; at < end && sent > 0; at += sent) {
        sent = channel.transferTo(at, end - at, nowhere);
      }
    }
  }

  /** A region to send, holding a reference of its own until it is released. */
  FileRegion region(long position, long length) {
    retain();
    return new Region(position, length);
  }

  @Override
  public final SharedChannel retain() {
    super.retain();
    return this;
  }

  @Override
  public final ReferenceCounted touch(Object hint) {
    return this;
  }

  @Override
  protected final void deallocate() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing a file that was only read", e);
    }
  }

  /** Stays a {@link DefaultFileRegion}, which the native transports hand to sendfile as it is. */
  class Region extends DefaultFileRegion implements ReadableRegion {
    Region(long position, long length) {
      super(channel, position, length);
    }

    @Override
    public void readInto(ByteBuf target) throws IOException {
      int left = Math.toIntExact(count());
      long at = position();
      while (left > 0) {
        int read = target.writeBytes(channel, at, left);
        if (read < 0) {
          throw new EOFException("the file has become shorter");
        }
        at += read;
        left -= read;
      }
    }

    @Override
    protected void deallocate() {
      SharedChannel.this.release();
    }
  }
}
