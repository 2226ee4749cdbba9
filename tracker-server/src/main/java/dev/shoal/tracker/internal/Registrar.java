package dev.shoal.tracker.internal;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.ChunkSet;
import dev.shoal.protocol.ChunkSize;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.RegistrationDigest;
import dev.shoal.protocol.wire.Register;
import dev.shoal.protocol.wire.Registered;
import dev.shoal.protocol.wire.Registration;
import dev.shoal.protocol.wire.Unregister;
import dev.shoal.protocol.wire.Unregistered;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Enters and removes what a session holds. A request is taken as a whole or not at all. */
final class Registrar {
  private final Catalogue catalogue;
  private final int maxRegistrations;

  Registrar(Catalogue catalogue, TrackerPolicy policy) {
    this.catalogue = catalogue;
    this.maxRegistrations = policy.maxRegistrations();
  }

  /** Registers a batch; of several registrations of one file the last counts. */
  Registered register(Session session, Register request) throws ProtocolException {
    Batches.check(request.getRegistrationsCount(), "registrations");
    Map<FileId, Source> batch = new LinkedHashMap<>();
    for (Registration registration : request.getRegistrationsList()) {
      FileId file = FileIds.read(registration.getFileId());
      boolean complete = isComplete(file, registration);
      batch.put(file, new Source(session, file, complete, RegistrationDigest.of(registration)));
    }
    Registrations registrations = session.registrations();
    checkRoom(registrations, request.getReset(), batch.keySet());
    if (request.getReset()) {
      registrations.clear();
    }
    batch.values().forEach(registrations::put);
    return Registered.newBuilder().setDigest(registrations.digest()).build();
  }

  /** Removes a batch; files that are not registered are passed over. */
  Unregistered unregister(Session session, Unregister request) throws ProtocolException {
    Batches.check(request.getFileIdsCount(), "file ids");
    Set<FileId> files = new HashSet<>();
    for (ByteString file : request.getFileIdsList()) {
      files.add(FileIds.read(file));
    }
    files.forEach(session.registrations()::remove);
    return Unregistered.newBuilder().setDigest(session.registrations().digest()).build();
  }

  private void checkRoom(Registrations registrations, boolean reset, Set<FileId> files)
      throws ProtocolException {
    long size = files.size();
    if (!reset) {
      long known = files.stream().filter(file -> registrations.get(file) != null).count();
      size += registrations.size() - known;
    }
    if (size > maxRegistrations) {
      throw new ProtocolException(
          ErrorCode.LIMIT_EXCEEDED,
          "a session may register at most " + maxRegistrations + " files on this tracker");
    }
  }

  /** Checks what can be checked, and says whether the registration is that of a seeder. */
  private boolean isComplete(FileId file, Registration registration) throws ProtocolException {
    int chunkSize = registration.getChunkSize();
    ByteString chunks = registration.getChunkSet();
    if (registration.getComplete()) {
      if (chunkSize != 0 || !chunks.isEmpty()) {
        throw new ProtocolException(
            ErrorCode.BAD_REQUEST, "a complete registration has no chunk set");
      }
      return true;
    }
    if (!ChunkSize.isValid(chunkSize)) {
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST,
          "chunk size must be a power of two from 64 KiB to 4 MiB, not "
              + Integer.toUnsignedString(chunkSize));
    }
    if (chunks.size() > ChunkSet.byteLength(Limits.MAX_CHUNKS)) {
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST, "a chunk set has at most " + Limits.MAX_CHUNKS + " chunks");
    }
    FileEntry entry = catalogue.get(file);
    return entry != null && isFull(chunks, entry.length(), chunkSize);
  }

  /**
   * Whether the set has every chunk of a file of that length. The length is only its publisher's
   * claim, so a set that does not fit it is no error, just not known to be full.
   */
  private static boolean isFull(ByteString chunks, long length, int chunkSize) {
    try {
      int count = new ChunkLayout(length, chunkSize).count();
      return ChunkSet.fromBytes(count, chunks.toByteArray()).isComplete();
    } catch (IllegalArgumentException | ProtocolException e) {
      return false;
    }
  }
}
