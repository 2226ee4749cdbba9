package dev.shoal.peer.internal.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A disk that can lose power, fill up, and refuse. Not thread-safe.
 *
 * <p>Real files show what programs see. Beside them it keeps in memory what is sure to survive, and
 * in which order what else was done since; {@link #losePower} lets chance decide on the latter:
 * each write and each change of a name is kept, dropped, or torn by itself.
 */
final class FaultyFileLayer implements FileLayer {
  /** A file, whatever its names: the bytes that are sure, and what was done since. */
  private static final class Inode {
    byte[] durable = {};
    final List<Change> pending = new ArrayList<>();

    void force() {
      pending.forEach(change -> durable = change.apply(durable));
      pending.clear();
    }

    /** Without a chance, everything is lost. */
    void settle(@Nullable Random chance) {
      for (Change change : pending) {
        if (chance != null && chance.nextInt(3) > 0) {
          Change left = chance.nextBoolean() ? change : change.torn(chance);
          durable = left.apply(durable);
        }
      }
      pending.clear();
    }
  }

  /** Something done to the bytes of a file and not yet forced. */
  private interface Change {
    byte[] apply(byte[] bytes);

    /** What may be left of it. */
    Change torn(Random chance);
  }

  private record Write(int position, ByteBuffer written) implements Change {
    @Override
    public byte[] apply(byte[] bytes) {
      int end = position + written.remaining();
      byte[] changed = Arrays.copyOf(bytes, Math.max(bytes.length, end));
      written.get(written.position(), changed, position, written.remaining());
      return changed;
    }

    @Override
    public Change torn(Random chance) {
      int from = chance.nextInt(written.remaining());
      int length = chance.nextInt(written.remaining() - from);
      return new Write(position + from, written.slice(from, length));
    }
  }

  private record Truncation(int size) implements Change {
    @Override
    public byte[] apply(byte[] bytes) {
      return Arrays.copyOf(bytes, Math.min(bytes.length, size));
    }

    @Override
    public Change torn(Random chance) {
      return this;
    }
  }

  private final FileLayer disk = new DiskFileLayer();
  private final Map<Path, Inode> names = new HashMap<>();
  private final Map<Path, Inode> durableNames = new HashMap<>();
  private final List<Runnable> pendingNames = new ArrayList<>();
  private final List<DiskFile> open = new ArrayList<>();
  private long bootId = 1;

  /** Bytes that still fit on the disk. */
  long freeBytes = Long.MAX_VALUE;

  /** Whether there are no hard links. */
  boolean linkless;

  /** Whether nothing may be created. */
  boolean readOnly;

  /** Whether forcing fails, and drops what it should have stored. */
  boolean failing;

  /** Done, once, while bytes are being forced, too late to be among them. */
  @Nullable Runnable duringForce;

  @Override
  public long bootId() {
    return bootId;
  }

  @Override
  public DiskFile create(Path file) throws IOException {
    requireWritable(file);
    return track(file, disk.create(file), true);
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    return track(file, disk.open(file), false);
  }

  @Override
  public DiskFile openLocked(Path file) throws IOException {
    boolean created = !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    if (created) {
      requireWritable(file);
    }
    return track(file, disk.openLocked(file), created);
  }

  private DiskFile track(Path file, DiskFile real, boolean created) throws IOException {
    @Nullable Inode inode = created ? new Inode() : names.get(file);
    if (inode == null) { // put there by somebody else, long ago
      inode = new Inode();
      inode.durable = Files.readAllBytes(file);
      durableNames.put(file, inode);
    }
    if (created) {
      put(file, inode);
    }
    names.put(file, inode);
    DiskFile tracked = new FaultyFile(real, inode);
    open.add(tracked);
    return tracked;
  }

  @Override
  public void link(Path existing, Path name) throws IOException {
    requireWritable(name);
    if (linkless) {
      throw new FileSystemException(name.toString(), null, "Operation not permitted");
    }
    disk.link(existing, name);
    put(name, inode(existing));
  }

  @Override
  public void replace(Path from, Path to) throws IOException {
    requireWritable(to);
    disk.replace(from, to);
    if (Files.exists(from)) {
      return; // both are names of one file, and stay
    }
    Inode inode = inode(from);
    names.remove(from);
    names.put(to, inode);
    pendingNames.add(
        () -> {
          durableNames.remove(from);
          durableNames.put(to, inode);
        });
  }

  @Override
  public void delete(Path file) throws IOException {
    disk.delete(file);
    if (names.remove(file) != null) {
      pendingNames.add(() -> durableNames.remove(file));
    }
  }

  private Inode inode(Path file) {
    return Objects.requireNonNull(names.get(file), "made through this layer");
  }

  private void put(Path file, Inode inode) {
    names.put(file, inode);
    pendingNames.add(() -> durableNames.put(file, inode));
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    if (failing) {
      throw new IOException("Input/output error");
    }
    pendingNames.forEach(Runnable::run);
    pendingNames.clear();
  }

  private void requireWritable(Path file) throws IOException {
    if (readOnly) {
      throw new AccessDeniedException(file.toString());
    }
  }

  /** The process is killed: locks go, files stay as they are seen. */
  void kill() throws IOException {
    for (DiskFile file : List.copyOf(open)) {
      file.close();
    }
  }

  /**
   * The machine goes down and comes up again.
   *
   * @param chance decides what is left of all that was not forced; nothing is if null
   */
  void losePower(@Nullable Random chance) throws IOException {
    kill();
    bootId++;
    for (Runnable change : pendingNames) {
      if (chance != null && chance.nextBoolean()) {
        change.run();
      }
    }
    pendingNames.clear();
    for (Path file : names.keySet()) {
      Files.deleteIfExists(file);
    }
    names.clear();
    names.putAll(durableNames);
    Map<Inode, Path> restored = new HashMap<>();
    for (Map.Entry<Path, Inode> name : names.entrySet()) {
      @Nullable Path other = restored.putIfAbsent(name.getValue(), name.getKey());
      if (other == null) {
        name.getValue().settle(chance);
        Files.write(name.getKey(), name.getValue().durable);
      } else {
        Files.createLink(name.getKey(), other);
      }
    }
  }

  private final class FaultyFile implements DiskFile {
    private final DiskFile real;
    private final Inode inode;

    FaultyFile(DiskFile real, Inode inode) {
      this.real = real;
      this.inode = inode;
    }

    @Override
    public long size() throws IOException {
      return real.size();
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      return real.read(into, position);
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      int fitting = (int) Math.min(freeBytes, from.remaining());
      byte[] bytes = new byte[fitting];
      from.get(bytes);
      real.write(ByteBuffer.wrap(bytes), position);
      if (fitting > 0) {
        inode.pending.add(new Write(Math.toIntExact(position), ByteBuffer.wrap(bytes)));
      }
      freeBytes -= fitting;
      if (from.hasRemaining()) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      real.truncate(size);
      inode.pending.add(new Truncation(Math.toIntExact(size)));
    }

    @Override
    public void force() throws IOException {
      if (failing) {
        inode.pending.clear();
        throw new IOException("Input/output error");
      }
      inode.force();
      @Nullable Runnable meanwhile = duringForce;
      duringForce = null;
      if (meanwhile != null) {
        meanwhile.run();
      }
    }

    @Override
    public void close() throws IOException {
      open.remove(this);
      real.close();
    }
  }
}
