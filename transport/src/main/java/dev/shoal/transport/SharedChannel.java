package dev.shoal.transport;

import io.netty.channel.DefaultFileRegion;
import io.netty.channel.FileRegion;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.ReferenceCounted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file opened for reading that many regions share: closed when the last reference is released.
 *
 * <p>Thread-safe. Netty's own region closes its channel when it is released, which would cut off
 * the others.
 */
public class SharedChannel extends AbstractReferenceCounted {
  private final FileChannel channel;

  /** Takes a channel over. */
  SharedChannel(FileChannel channel) {
    this.channel = channel;
  }

  /** Opens a file; the caller holds the first reference. Blocks. */
  public static SharedChannel open(Path path) throws IOException {
    return new SharedChannel(FileChannel.open(path, StandardOpenOption.READ));
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
  class Region extends DefaultFileRegion {
    Region(long position, long length) {
      super(channel, position, length);
    }

    @Override
    protected void deallocate() {
      SharedChannel.this.release();
    }
  }
}
