package dev.shoal.tracker.internal.store;

import com.google.protobuf.ByteString;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.jspecify.annotations.Nullable;

/**
 * A disk whose power can fail: what was written but not forced is then there in part, sector by
 * sector, as chance will have it.
 *
 * <p>Files are written and read at once, as through an operating system's cache. A sector of 512
 * bytes is never torn. What a file is called is durable at once.
 */
final class SimulatedDisk extends FilePath {
  private static final int SECTOR = 512;
  private static final String SCHEME = "simulated";

  /** A file's bytes as they are seen, and as they are on the medium, with what is between. */
  private static final class Content {
    byte[] seen = new byte[0];
    byte[] durable = new byte[0];
    final List<Change> pending = new ArrayList<>();
    boolean locked;
  }

  /** A write of bytes, or a new length if there are none. */
  private record Change(long position, @Nullable ByteString bytes) {}

  private final Map<String, Content> files;
  private final int[] operationsLeft;
  private final AtomicReference<@Nullable CountDownLatch> broken;

  /** A disk without files, of which MVStore knows until it is {@link #remove removed}. */
  SimulatedDisk() {
    this("", new TreeMap<>(), new int[] {Integer.MAX_VALUE}, new AtomicReference<>());
    register(this);
  }

  private SimulatedDisk(
      String path,
      Map<String, Content> files,
      int[] operationsLeft,
      AtomicReference<@Nullable CountDownLatch> broken) {
    this.files = files;
    this.operationsLeft = operationsLeft;
    this.broken = broken;
    this.name = path;
  }

  /** The name under which MVStore opens a file of this disk. */
  static String path(String file) {
    return SCHEME + ":" + file;
  }

  void remove() {
    unregister(this);
  }

  /** Takes all files away. */
  void format() {
    files.clear();
    mend();
  }

  /** Lets so many writes and syncs succeed; all after them fail. */
  void failAfter(int operations) {
    operationsLeft[0] = operations;
  }

  /**
   * Lets the next sync end with an {@link Error}, as for want of memory.
   *
   * @return counted down when it does
   */
  CountDownLatch breakNextSync() {
    CountDownLatch latch = new CountDownLatch(1);
    broken.set(latch);
    return latch;
  }

  boolean hasFailed() {
    return operationsLeft[0] == 0;
  }

  /** Everything works again, and nothing was lost. */
  void mend() {
    operationsLeft[0] = Integer.MAX_VALUE;
  }

  /** Cuts the power, tears what was not forced, and starts again. */
  void powerCycle(Random random) {
    mend();
    double survival = random.nextInt(5) / 4.0;
    for (Content file : files.values()) {
      byte[] bytes = file.durable;
      for (Change change : file.pending) {
        bytes = tear(bytes, change, random, survival);
      }
      file.seen = bytes;
      file.durable = bytes.clone();
      file.pending.clear();
      file.locked = false;
    }
  }

  /** What would be left of a file if nothing that was not forced survived. */
  byte[] durableBytes(String file) {
    return content(path(file)).durable.clone();
  }

  void setBytes(String file, byte[] bytes) {
    content(path(file)).seen = bytes.clone();
    content(path(file)).durable = bytes.clone();
  }

  private static byte[] tear(byte[] bytes, Change change, Random random, double survival) {
    ByteString source = change.bytes();
    if (source == null) {
      return random.nextDouble() < survival ? Arrays.copyOf(bytes, (int) change.position()) : bytes;
    }
    byte[] torn = bytes;
    for (int from = 0; from < source.size(); from += SECTOR) {
      int length = Math.min(SECTOR, source.size() - from);
      if (random.nextDouble() < survival) {
        int at = (int) change.position() + from;
        torn = torn.length < at + length ? Arrays.copyOf(torn, at + length) : torn;
        source.substring(from, from + length).copyTo(torn, at);
      }
    }
    return torn;
  }

  private void operate() throws IOException {
    if (operationsLeft[0] == 0) {
      throw new IOException("the power is off");
    }
    operationsLeft[0]--;
  }

  private Content content(String path) {
    Content content = files.get(path);
    if (content == null) {
      throw new IllegalStateException("no file " + path);
    }
    return content;
  }

  private final class Channel extends FileBaseDefault {
    private final Content file;

    Channel(Content file) {
      this.file = file;
    }

    @Override
    public long size() {
      return file.seen.length;
    }

    @Override
    public synchronized int read(ByteBuffer into, long position) {
      int length = (int) Math.min(into.remaining(), file.seen.length - position);
      if (length <= 0) {
        return -1;
      }
      into.put(file.seen, (int) position, length);
      return length;
    }

    @Override
    public synchronized int write(ByteBuffer source, long position) throws IOException {
      operate();
      byte[] bytes = new byte[source.remaining()];
      source.get(bytes);
      int end = (int) position + bytes.length;
      file.seen = Arrays.copyOf(file.seen, Math.max(file.seen.length, end));
      System.arraycopy(bytes, 0, file.seen, (int) position, bytes.length);
      file.pending.add(new Change(position, ByteString.copyFrom(bytes)));
      return bytes.length;
    }

    @Override
    protected void implTruncate(long length) throws IOException {
      operate();
      file.seen = Arrays.copyOf(file.seen, (int) length);
      file.pending.add(new Change(length, null));
    }

    @Override
    public void force(boolean metaData) throws IOException {
      CountDownLatch latch = broken.getAndSet(null);
      if (latch != null) {
        latch.countDown();
        throw new OutOfMemoryError("simulated");
      }
      operate();
      file.durable = file.seen.clone();
      file.pending.clear();
    }

    @Override
    public FileLock tryLock(long position, long length, boolean shared) throws IOException {
      if (file.locked) {
        throw new IOException("locked twice");
      }
      file.locked = true;
      return new FileLock((FileChannel) this, position, length, shared) {
        @Override
        public boolean isValid() {
          return file.locked;
        }

        @Override
        public void release() {
          file.locked = false;
        }
      };
    }

    @Override
    protected void implCloseChannel() {
      file.locked = false;
    }
  }

  @Override
  public FileChannel open(String mode) throws FileNotFoundException {
    return new Channel(files.computeIfAbsent(name, absent -> new Content()));
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FilePath getPath(String path) {
    return new SimulatedDisk(path, files, operationsLeft, broken);
  }

  @Override
  public boolean exists() {
    return files.containsKey(name);
  }

  @Override
  public long size() {
    return content(name).seen.length;
  }

  @Override
  public void moveTo(FilePath newName, boolean replace) {
    files.put(newName.name, content(name));
    files.remove(name);
  }

  @Override
  public void delete() {
    files.remove(name);
  }

  @Override
  public boolean createFile() {
    return files.putIfAbsent(name, new Content()) == null;
  }

  @Override
  public List<FilePath> newDirectoryStream() {
    return List.of();
  }

  @Override
  public FilePath toRealPath() {
    return this;
  }

  @Override
  @SuppressWarnings("NullAway") // MVStore allows it
  public FilePath getParent() {
    return null;
  }

  @Override
  public boolean isDirectory() {
    return false;
  }

  @Override
  public boolean isRegularFile() {
    return true;
  }

  @Override
  public boolean isAbsolute() {
    return true;
  }

  @Override
  public long lastModified() {
    return 0;
  }

  @Override
  public boolean canWrite() {
    return true;
  }

  @Override
  public void createDirectory() {}

  @Override
  public boolean setReadOnly() {
    return false;
  }
}
