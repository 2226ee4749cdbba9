package dev.shoal.tracker.internal.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.SFChunk;
import org.h2.mvstore.SingleFileStore;
import org.jspecify.annotations.Nullable;

/**
 * MVStore's file, with a checksum over every chunk, and opened at exactly the version that was last
 * committed.
 *
 * <p>MVStore by itself opens the newest version that looks complete. That would take a torn write
 * for a commit, and it would answer damage to what was committed by silently going back to an older
 * version. Here, one commit is synced before the next one is written, so only the newest chunk may
 * be torn; it is then thrown away. Anything else that is wrong is damage, and refused.
 */
final class SealedFileStore extends SingleFileStore implements ChunkMark.Source {
  private static final int HEADERS = 2 * ChunkMark.BLOCK;

  private static final String CLEAN = "clean";

  private final long lastVersion;
  private final List<SFChunk> released = new ArrayList<>();

  /**
   * A file that is not open yet.
   *
   * @param lastVersion what is newer is thrown away, though it may look whole: its commit failed
   */
  SealedFileStore(Map<String, Object> config, long lastVersion) {
    super(config);
    this.lastVersion = lastVersion;
  }

  @Override
  protected void writeFully(@Nullable SFChunk chunk, long position, ByteBuffer source) {
    if (chunk != null) {
      ChunkSeal.put(source);
    }
    super.writeFully(chunk, position, source);
  }

  /**
   * Keeps space that is no longer needed until what does without it is synced. MVStore would write
   * the next chunk there at once; if that one were torn, the version before would lack a part.
   */
  @Override
  protected void freeChunkSpace(Iterable<SFChunk> chunks) {
    chunks.forEach(released::add);
  }

  /** Not while there is space that is neither in use nor free. */
  @Override
  protected void shrinkStoreIfPossible(int minPercent) {
    if (released.isEmpty()) {
      super.shrinkStoreIfPossible(minPercent);
    }
  }

  @Override
  public void sync() {
    super.sync();
    if (!released.isEmpty()) {
      saveChunkLock.lock();
      try {
        super.freeChunkSpace(released);
        released.clear();
      } finally {
        saveChunkLock.unlock();
      }
    }
  }

  /**
   * Writes down that nothing is under way, so that a part that is missing is noticed when the file
   * is opened. Only after everything is synced, and before nothing else is written.
   */
  void markClean() {
    SFChunk newest = lastChunk;
    if (newest != null) {
      HexMap header = header();
      header.put(CLEAN, 1);
      pointTo(newest.block, newest.id, newest.version, header);
    }
  }

  @Override
  protected void readStoreHeader(boolean recoveryMode) {
    HexMap header = header();
    boolean clean = header.get(CLEAN) == 1;
    ChunkMark newest = findNewest(lastVersion);
    if (header.get("version") > newest.version() + (clean ? 0 : 1)) {
      throw damaged("its last part is missing");
    }
    header.remove(CLEAN);
    pointTo(newest.position() / ChunkMark.BLOCK, newest.id(), newest.version(), header);
    super.readStoreHeader(recoveryMode);
    SFChunk opened = lastChunk;
    if (opened == null || opened.version != newest.version()) {
      throw damaged("a part that is needed is missing");
    }
    for (SFChunk chunk : getChunks().values()) {
      long position = chunk.block * ChunkMark.BLOCK;
      if (chunk.maxLenLive > 0 && !isIntact(position, chunk.len * ChunkMark.BLOCK)) {
        throw damaged("the part at byte " + position + " is not as it was written");
      }
    }
  }

  /** The newer of the two copies, where the other one was perhaps torn. */
  private HexMap header() {
    HexMap newer = copyOfHeader(0);
    HexMap second = copyOfHeader(ChunkMark.BLOCK);
    if (newer == null || (second != null && second.get("version") > newer.get("version"))) {
      newer = second;
    }
    if (newer == null) {
      throw damaged("it does not begin with the header of a store");
    }
    return newer;
  }

  private @Nullable HexMap copyOfHeader(long position) {
    return size() < HEADERS ? null : HexMap.readChecked(read(position, ChunkMark.BLOCK));
  }

  /** The newest whole chunk; what is newer, torn or not wanted, is wiped out. */
  private ChunkMark findNewest(long last) {
    List<ChunkMark> chunks = chunks();
    wipe(chunks.stream().filter(chunk -> chunk.version() > last).toList());
    List<ChunkMark> newestFirst =
        chunks.stream()
            .filter(chunk -> chunk.version() <= last)
            .sorted(Comparator.comparingLong(ChunkMark::version).reversed())
            .limit(2)
            .toList();
    if (!newestFirst.isEmpty() && isIntact(newestFirst.get(0))) {
      return newestFirst.get(0);
    }
    if (newestFirst.size() < 2
        || !isIntact(newestFirst.get(1))
        || newestFirst.get(1).version() != newestFirst.get(0).version() - 1) {
      throw damaged("its newest parts are not as they were written");
    }
    wipe(newestFirst.subList(0, 1));
    return newestFirst.get(1);
  }

  private List<ChunkMark> chunks() {
    List<ChunkMark> chunks = new ArrayList<>();
    long position = HEADERS;
    while (position < size()) {
      ChunkMark chunk = ChunkMark.at(position, this);
      if (chunk != null) {
        chunks.add(chunk);
      }
      position += chunk == null ? ChunkMark.BLOCK : chunk.length();
    }
    return chunks;
  }

  /** Chunks would be taken for valid later, when others have their versions. */
  private void wipe(List<ChunkMark> chunks) {
    for (ChunkMark chunk : chunks) {
      super.writeFully(null, chunk.position(), ByteBuffer.allocate(ChunkMark.BLOCK));
    }
    if (!chunks.isEmpty()) {
      super.sync();
    }
  }

  /** Rewrites both copies of the header, which MVStore does not always keep up to date. */
  private void pointTo(long block, int id, long version, HexMap header) {
    header.put("block", block);
    header.put("chunk", id);
    header.put("version", version);
    byte[] line = header.toCheckedBytes();
    ByteBuffer both = ByteBuffer.allocate(HEADERS);
    both.put(0, line).put(ChunkMark.BLOCK, line);
    super.writeFully(null, 0, both);
    super.sync();
  }

  private boolean isIntact(ChunkMark chunk) {
    return isIntact(chunk.position(), chunk.length());
  }

  private boolean isIntact(long position, int length) {
    return position >= HEADERS
        && position + length <= size()
        && ChunkSeal.isIntact(readFully((SFChunk) null, position, length).rewind());
  }

  @Override
  @SuppressWarnings("NullAway") // MVStore reads its headers without a chunk, too
  public byte[] read(long position, int length) {
    return readFully((SFChunk) null, position, length).array();
  }

  private static MVStoreException damaged(String why) {
    return new MVStoreException(DataUtils.ERROR_FILE_CORRUPT, why);
  }
}
