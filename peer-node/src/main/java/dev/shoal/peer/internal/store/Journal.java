package dev.shoal.peer.internal.store;

import dev.shoal.peer.internal.access.Audience;
import dev.shoal.protocol.Manifest;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The append-only progress file of a download: which chunks have been written, at 16 bytes each,
 * and for whom the file may be held if that is not everybody.
 *
 * <p>The order of things makes it true: bytes, then their record; and for a sync mark, the number
 * of records first, then the part file forced, then the mark, then this file forced. Chunks written
 * meanwhile are beyond the mark's number.
 *
 * <p>Not thread-safe but for {@link #force()}. A failed append leaves the journal as it was.
 */
final class Journal implements Closeable {
  private static final int READ_BYTES = 64 * 1024;

  private final DiskFile file;
  private final JournalHeader header;
  private final JournalClaims claims;
  private final ByteBuffer buffer = ByteBuffer.allocate(JournalRecord.BYTES);
  private Audience audience;
  private long records;
  private int chain;

  private Journal(DiskFile file, JournalHeader header, JournalReplay replay, int chain, long boot) {
    this.file = file;
    this.header = header;
    this.audience = replay.audience();
    this.records = replay.records();
    this.chain = chain;
    this.claims = replay.claims(boot);
  }

  /**
   * Starts a journal afresh, whatever was in the file. If that was anything, the new one is on disk
   * when this returns; one that takes no other's place is there with its first sync mark, which is
   * soon enough to be believed.
   *
   * <p>For whom it is stands before that chunks may be there: cut anywhere, it has none for more.
   *
   * @param file closed with the journal
   * @param found whether there is a part file already, so that every chunk is doubtful
   * @param audience for whom the file may be held, as far as is known
   */
  static Journal create(
      DiskFile file, Manifest manifest, boolean found, Audience audience, long bootId)
      throws IOException {
    boolean replaces = found || file.size() > 0;
    file.truncate(0);
    JournalHeader header = JournalHeader.write(file, manifest, new SecureRandom().nextLong());
    List<JournalRecord> first = new ArrayList<>();
    if (!audience.everybody()) {
      first.addAll(JournalRecord.narrowed(audience.groups()));
    }
    if (found) {
      first.add(new JournalRecord(JournalRecord.Type.FOUND, 0));
    }
    ByteBuffer bytes = ByteBuffer.allocate(first.size() * JournalRecord.BYTES);
    JournalRecord.write(first, bytes, header.checksum());
    file.write(bytes.flip(), header.size());
    Journal journal = resume(file, header, bootId);
    if (replaces) {
      file.force();
    }
    return journal;
  }

  /**
   * Goes on with the journal in a file, up to the first record that is not whole; what may lie
   * beyond is cut off.
   *
   * @param file closed with the journal, if one is returned
   * @return empty if there is none that can be read
   */
  static Optional<Journal> resume(DiskFile file, long bootId) throws IOException {
    Optional<JournalHeader> header = JournalHeader.read(file);
    return header.isEmpty() ? Optional.empty() : Optional.of(resume(file, header.get(), bootId));
  }

  private static Journal resume(DiskFile file, JournalHeader header, long bootId)
      throws IOException {
    JournalReplay replay = new JournalReplay(header.manifest().layout().count());
    int chain = header.checksum();
    ByteBuffer slab = ByteBuffer.allocate(READ_BYTES).limit(0);
    while (true) {
      if (slab.remaining() < JournalRecord.BYTES) {
        file.read(slab.clear(), position(header, replay.records()));
        slab.flip();
      }
      int at = slab.position();
      @Nullable JournalRecord record =
          slab.remaining() < JournalRecord.BYTES ? null : JournalRecord.read(slab, chain);
      if (record == null || !replay.accept(record)) {
        break;
      }
      chain = slab.getInt(at + JournalRecord.BYTES - Integer.BYTES);
    }
    file.truncate(position(header, replay.records()));
    Journal journal = new Journal(file, header, replay, chain, bootId);
    if (replay.bootId() != bootId) {
      journal.append(JournalRecord.Type.BOOT, bootId);
    }
    return journal;
  }

  private static long position(JournalHeader header, long record) {
    return header.size() + record * JournalRecord.BYTES;
  }

  /** The file as the journal knows it. */
  Manifest manifest() {
    return header.manifest();
  }

  /** What the journal said when it was opened. */
  JournalClaims claims() {
    return claims;
  }

  /** Number of records so far, for {@link #synced}. */
  long records() {
    return records;
  }

  /** For whom the file may be held. */
  Audience audience() {
    return audience;
  }

  /**
   * Records that the file may be held for fewer than before.
   *
   * @return false if they are no fewer, and nothing was recorded
   */
  boolean narrow(Audience wanted) throws IOException {
    Audience narrowed = audience.narrowedTo(wanted);
    if (narrowed.everybody() || narrowed.equals(audience)) {
      return false;
    }
    List<JournalRecord> added = JournalRecord.narrowed(narrowed.groups());
    append(added, ByteBuffer.allocate(added.size() * JournalRecord.BYTES));
    audience = narrowed;
    return true;
  }

  /** Records that a chunk's bytes have been written. */
  void written(int chunk) throws IOException {
    append(JournalRecord.Type.CHUNK, chunk);
  }

  /**
   * Records that the part file was forced to disk.
   *
   * @param upTo the number of records there were <em>before</em> it was
   */
  void synced(long upTo) throws IOException {
    append(JournalRecord.Type.SYNC, upTo);
  }

  /** Records that what was doubtful has been hashed, and what was good been recorded. */
  void checked() throws IOException {
    append(JournalRecord.Type.CHECKED, 0);
  }

  /** Records that the part file could not be forced to disk. */
  void lost() throws IOException {
    append(JournalRecord.Type.LOST, 0);
  }

  private void append(JournalRecord.Type type, long value) throws IOException {
    append(List.of(new JournalRecord(type, value)), buffer.clear());
  }

  private void append(List<JournalRecord> added, ByteBuffer bytes) throws IOException {
    int next = JournalRecord.write(added, bytes, chain);
    file.write(bytes.flip(), position(header, records));
    records += added.size();
    chain = next;
  }

  /** Makes the records so far as lasting as the chunks. Thread-safe. */
  void force() throws IOException {
    file.force();
  }

  /** Closes the file and thereby unlocks it. */
  @Override
  public void close() throws IOException {
    file.close();
  }
}
