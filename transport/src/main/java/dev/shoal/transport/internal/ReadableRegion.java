package dev.shoal.transport.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.FileRegion;
import java.io.IOException;

/** A region of a file that can also be read into memory, where it has to be encrypted. */
public interface ReadableRegion extends FileRegion {
  /**
   * Appends all of it to a buffer with room for it.
   *
   * @throws IOException if the file has become too short, or can't be read
   */
  void readInto(ByteBuf target) throws IOException;
}
