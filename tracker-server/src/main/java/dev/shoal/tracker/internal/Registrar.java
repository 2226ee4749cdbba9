package dev.shoal.tracker.internal;

import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.ChunkSet;
import dev.shoal.protocol.ChunkSize;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.RegistrationDigest;
import dev.shoal.protocol.wire.Unregister;
import dev.shoal.protocol.wire.Unregistered;
import dev.shoal.tracker.internal.codec.AnswerWriter;
import dev.shoal.tracker.internal.codec.FileIdWords;
import dev.shoal.tracker.internal.codec.RegisterReader;
import dev.shoal.tracker.internal.swarm.Holding;
import dev.shoal.tracker.internal.swarm.Registrations;
import dev.shoal.tracker.internal.swarm.SwarmIndex;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.BitSetUtil;
import org.roaringbitmap.RoaringBitmap;

/** Enters and removes what a session holds. A request is taken as a whole or not at all. */
final class Registrar {
  private final SwarmIndex swarms;
  private final SessionTable sessions;
  private final Function<FileId, OptionalLong> lengths;
  private final TrackerPolicy.Quotas quotas;
  private final int maxRegistrations;
  private final RegisterReader request = new RegisterReader();

  /**
   * A registrar of those sessions.
   *
   * @param lengths of files, as far as published
   */
  Registrar(
      SwarmIndex swarms,
      SessionTable sessions,
      Function<FileId, OptionalLong> lengths,
      TrackerPolicy policy) {
    this.swarms = swarms;
    this.sessions = sessions;
    this.lengths = lengths;
    this.quotas = policy.quotas();
    this.maxRegistrations = quotas.registrationsPerSession();
  }

  /** Registers a batch; of several registrations of one file the last counts. */
  void register(Session session, ByteBuf header, ByteBuf answer) throws ProtocolException {
    request.read(header);
    for (int i = 0; i < request.count(); i++) {
      request.select(i);
      check();
    }
    checkRoom(session);
    if (request.reset()) {
      sessions.reset(session);
    }
    for (int i = 0; i < request.count(); i++) {
      request.select(i);
      put(session.registrations);
    }
    sessions.charge(session);
    AnswerWriter.registered(session.registrations.digest(), answer);
  }

  /** Removes a batch; files that are not registered are passed over. */
  Unregistered unregister(Session session, Unregister unregister) throws ProtocolException {
    Batches.check(unregister.getFileIdsCount(), "file ids");
    List<FileIdWords> files = new ArrayList<>();
    for (var file : unregister.getFileIdsList()) {
      files.add(FileIdWords.read(file));
    }
    for (FileIdWords file : files) {
      swarms.remove(session.registrations, file.word0(), file.word1(), file.word2(), file.word3());
    }
    sessions.charge(session);
    return Unregistered.newBuilder().setDigest(session.registrations.digest()).build();
  }

  /** Puts the selected registration. */
  private void put(Registrations registrations) {
    FileIdWords file = request.file();
    Holding holding = request.complete() ? null : holding();
    boolean complete = request.complete() || isFull();
    swarms.put(
        registrations, file.word0(), file.word1(), file.word2(), file.word3(), complete, holding);
  }

  private Holding holding() {
    byte[] set = request.chunkSet();
    long digest =
        RegistrationDigest.partial(
            ByteBuffer.wrap(request.fileId()), request.chunkSize(), ByteBuffer.wrap(set));
    return new Holding(digest, request.chunkSize(), bitmap(set));
  }

  /** A chunk set's first chunk is the highest bit of its first byte. */
  private static RoaringBitmap bitmap(byte[] set) {
    long[] words = new long[(set.length + Long.BYTES - 1) / Long.BYTES];
    ByteBuffer padded = ByteBuffer.allocate(words.length * Long.BYTES).put(set).rewind();
    for (int i = 0; i < words.length; i++) {
      words[i] = Long.reverse(padded.getLong());
    }
    RoaringBitmap bitmap = BitSetUtil.bitmapOf(words);
    bitmap.runOptimize();
    bitmap.trim();
    return bitmap;
  }

  /** In most requests the size alone says that there is room. */
  private void checkRoom(Session session) throws ProtocolException {
    Registrations kept = request.reset() ? null : session.registrations;
    int known = kept == null ? 0 : kept.size();
    long mostOfAddress = (long) sessions.room(session) + session.registrations.size();
    long most = Math.min(maxRegistrations, mostOfAddress);
    if (known + (long) request.count() > most && known + (long) added(kept) > most) {
      throw new ProtocolException(
          ErrorCode.LIMIT_EXCEEDED,
          most == maxRegistrations
              ? "a session may register at most " + maxRegistrations + " files on this tracker"
              : "your address has registered as many files as this tracker allows one");
    }
    if (isBeyondAll(request.count()) && isBeyondAll(added(kept))) {
      throw new ProtocolException(
          ErrorCode.BUSY, "this tracker keeps as many registrations as it can; try again later");
    }
  }

  /** What was retired and is still to be worked off counts. */
  private boolean isBeyondAll(int more) {
    return more > 0
        && (swarms.size() + more > quotas.registrations()
            || (long) swarms.fileCount() + more > quotas.swarms());
  }

  /** How many files of the request are new. */
  private int added(@Nullable Registrations kept) throws ProtocolException {
    Set<FileId> added = new HashSet<>();
    for (int i = 0; i < request.count(); i++) {
      request.select(i);
      FileIdWords file = request.file();
      if (kept == null
          || !swarms.has(kept, file.word0(), file.word1(), file.word2(), file.word3())) {
        added.add(FileId.fromBytes(request.fileId()));
      }
    }
    return added.size();
  }

  /** Checks what can be checked of the selected registration. */
  private void check() throws ProtocolException {
    if (request.complete()) {
      if (request.chunkSize() != 0 || request.chunkSetLength() != 0) {
        throw new ProtocolException(
            ErrorCode.BAD_REQUEST, "a complete registration has no chunk set");
      }
      return;
    }
    if (!ChunkSize.isValid(request.chunkSize())) {
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST,
          "chunk size must be a power of two from 64 KiB to 4 MiB, not "
              + Integer.toUnsignedString(request.chunkSize()));
    }
    if (request.chunkSetLength() > ChunkSet.byteLength(Limits.MAX_CHUNKS)) {
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST, "a chunk set has at most " + Limits.MAX_CHUNKS + " chunks");
    }
  }

  /**
   * Whether the selected registration's set has every chunk of the file. The length is only its
   * publisher's claim, so a set that does not fit it is no error, just not known to be full.
   */
  private boolean isFull() {
    OptionalLong length = lengths.apply(FileId.fromBytes(request.fileId()));
    if (length.isEmpty()) {
      return false;
    }
    try {
      int count = new ChunkLayout(length.getAsLong(), request.chunkSize()).count();
      return ChunkSet.fromBytes(count, request.chunkSet()).isComplete();
    } catch (IllegalArgumentException | ProtocolException e) {
      return false;
    }
  }
}
