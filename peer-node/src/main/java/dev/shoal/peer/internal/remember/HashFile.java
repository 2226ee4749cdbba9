package dev.shoal.peer.internal.remember;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The file of records, one behind the other. What is behind the last one that is whole is
 * overwritten. Nobody but its owner can read it, where the file system knows of that. All methods
 * block; not thread-safe.
 */
final class HashFile implements Closeable {
  /** What the file begins with; another version of the program may begin it with something else. */
  private static final byte[] BEGINNING = "shoal hashes 1\r\n".getBytes(US_ASCII);

  /** Steps in which is read and written: the JDK keeps a direct buffer as large, each thread. */
  private static final int STEP = 64 * 1024;

  private final FileChannel channel;

  /** What was read last, from there on. */
  private final ByteBuffer window = ByteBuffer.allocate(STEP).limit(0);

  private long windowStart;
  private long end = BEGINNING.length;

  /**
   * A record in the file.
   *
   * @param offset of its first byte
   * @param hashesOffset of the first byte of its hashes
   */
  record Found(HashRecord record, long offset, long hashesOffset) {
    /** Of the first byte behind it. */
    long end() {
      return hashesOffset + record.hashesLength();
    }
  }

  private HashFile(FileChannel channel) {
    this.channel = channel;
  }

  /** Opens the file, empty if it is new or not one of this kind. */
  static HashFile open(Path path) throws IOException {
    HashFile file = new HashFile(channel(path, READ, WRITE, CREATE, LinkOption.NOFOLLOW_LINKS));
    try {
      file.begin();
      return file;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static FileChannel channel(Path path, OpenOption... options) throws IOException {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] attributes =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    return FileChannel.open(path, Set.of(options), attributes);
  }

  private void begin() throws IOException {
    byte[] found = bytes(0, BEGINNING.length);
    if (!Arrays.equals(found, BEGINNING)) {
      channel.truncate(0);
      forgetWindow();
      write(ByteBuffer.wrap(BEGINNING), 0);
    }
  }

  /** Reads all records that are whole, up to the first one that is not. */
  void readAll(Consumer<Found> reader) throws IOException {
    long size = channel.size();
    Found found = find(end);
    while (found != null && found.end() <= size) {
      reader.accept(found);
      end = found.end();
      found = find(end);
    }
  }

  /** Bytes of all records, those that count no more included. */
  long bytes() {
    return end - BEGINNING.length;
  }

  /** The record at an offset; null if there is none that is as it was written. */
  @Nullable Found find(long offset) throws IOException {
    ByteBuffer head = window(offset, HashRecord.HEAD);
    int length = head == null ? -1 : HashRecord.length(head);
    byte[] bytes = length < 0 ? null : bytes(offset, length);
    HashRecord record = bytes == null ? null : HashRecord.read(bytes);
    return record == null ? null : new Found(record, offset, offset + length);
  }

  /** The hashes of a record, true or not; null if they are not all there. */
  byte @Nullable [] hashes(Found found) throws IOException {
    byte[] hashes = new byte[found.record.hashesLength()];
    return read(ByteBuffer.wrap(hashes), found.hashesOffset) == hashes.length ? hashes : null;
  }

  /**
   * Appends a record.
   *
   * @param hashes as many as the record says
   * @return null if it is too long to be appended
   */
  @Nullable Found append(HashRecord record, ByteBuffer hashes) throws IOException {
    byte[] bytes = record.toBytes();
    if (bytes == null) {
      return null;
    }
    if (end < channel.size()) {
      channel.truncate(end); // or a longer tail of something else would be left behind it
    }
    forgetWindow();
    write(ByteBuffer.wrap(bytes), end);
    write(hashes, end + bytes.length);
    Found appended = new Found(record, end, end + bytes.length);
    end = appended.end();
    return appended;
  }

  /** Appends what is in another file; where that begins here. */
  long append(HashFile from, long offset, long length) throws IOException {
    forgetWindow();
    long start = end;
    channel.position(start);
    for (long done = 0; done < length; ) {
      long moved = from.channel.transferTo(offset + done, length - done, channel);
      if (moved <= 0) {
        throw new IOException("the file of hashes is shorter than it was");
      }
      done += moved;
    }
    end += length;
    return start;
  }

  /** Makes what is in it last. */
  void force() throws IOException {
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** A few bytes, most likely read before; null if they are not all there. */
  private @Nullable ByteBuffer window(long offset, int length) throws IOException {
    if (offset < windowStart || offset + length > windowStart + window.limit()) {
      windowStart = offset;
      window.clear();
      window.limit(read(window, offset));
    }
    return window.limit() < offset - windowStart + length
        ? null
        : window.position((int) (offset - windowStart));
  }

  private byte @Nullable [] bytes(long offset, int length) throws IOException {
    ByteBuffer found = window(offset, length);
    if (found == null) {
      return null;
    }
    byte[] bytes = new byte[length];
    found.get(bytes);
    return bytes;
  }

  private void forgetWindow() {
    window.limit(0);
  }

  /** Reads until the buffer or the file is at its end. */
  private int read(ByteBuffer into, long offset) throws IOException {
    int all = into.limit();
    int done = 0;
    while (done < all) {
      into.limit(Math.min(all, done + STEP)).position(done);
      int count = channel.read(into, offset + done);
      if (count < 0) {
        break;
      }
      done += count;
    }
    into.limit(all);
    return done;
  }

  private void write(ByteBuffer from, long offset) throws IOException {
    int all = from.limit();
    int start = from.position();
    for (int at = start; at < all; ) {
      from.limit(Math.min(all, at + STEP)).position(at);
      at += channel.write(from, offset + at - start);
    }
    from.limit(all);
  }
}
