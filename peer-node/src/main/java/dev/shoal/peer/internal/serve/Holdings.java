package dev.shoal.peer.internal.serve;

import dev.shoal.peer.internal.access.Grants;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that this node serves, by file id. Who asks for another is told of nothing but what that one
 * may have: the rest is not there. Thread-safe.
 */
public final class Holdings {
  private final Map<FileId, Holding> byId = new ConcurrentHashMap<>();

  /** Serves a holding, in place of an earlier one of the same file, which is returned. */
  @Nullable Holding put(Holding holding) {
    return byId.put(holding.fileId(), holding);
  }

  /** Serves a holding unless the file is served already. */
  boolean putIfAbsent(Holding holding) {
    return byId.putIfAbsent(holding.fileId(), holding) == null;
  }

  /** All of them, as they come and go. */
  Stream<Holding> stream() {
    return byId.values().stream();
  }

  /** How many there are. */
  int count() {
    return byId.size();
  }

  /** Goes through them, as they come and go. */
  Iterator<Holding> iterator() {
    return byId.values().iterator();
  }

  /** All of them, at one moment. */
  List<Holding> all() {
    return List.copyOf(byId.values());
  }

  /** Stops serving a holding; false if it is not, or no longer, the one that is served. */
  boolean remove(Holding holding) {
    return byId.remove(holding.fileId(), holding);
  }

  /** What is held of a file for whomever, or null. */
  @Nullable Holding find(FileId fileId) {
    return byId.get(fileId);
  }

  /** What is held of a file for somebody with those grants, or null. */
  @Nullable Holding find(FileId fileId, Grants grants) {
    Holding holding = byId.get(fileId);
    return holding != null && grants.permits(holding.audience(), fileId) ? holding : null;
  }

  /**
   * What is held of a file for somebody with those grants.
   *
   * @throws Refusal if there is nothing: one and the same, whether it is held for others or not
   */
  Holding get(FileId fileId, Grants grants) throws Refusal {
    Holding holding = find(fileId, grants);
    if (holding == null) {
      throw absent();
    }
    return holding;
  }

  /** What is said of a file that is not here, or not for who asks. */
  static Refusal absent() {
    return new Refusal(ErrorCode.NOT_FOUND, "this file is not shared here");
  }
}
