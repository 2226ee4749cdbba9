package dev.shoal.peer.internal.serve;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.wire.Gone;
import dev.shoal.protocol.wire.Have;
import dev.shoal.transport.Connection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which connections want news of which files. Thread-safe. */
public final class Watchers {
  private final Map<FileId, Set<Connection>> byFile = new ConcurrentHashMap<>();

  void add(FileId fileId, Connection connection) {
    byFile.compute(
        fileId,
        (id, watching) -> {
          Set<Connection> set = watching == null ? ConcurrentHashMap.newKeySet() : watching;
          set.add(connection);
          return set;
        });
  }

  void remove(FileId fileId, Connection connection) {
    byFile.computeIfPresent(
        fileId,
        (id, watching) -> {
          watching.remove(connection);
          return watching.isEmpty() ? null : watching;
        });
  }

  /** Tells those who watch a file that a chunk can be had here. */
  public void have(FileId fileId, int chunkSize, int chunk) {
    Set<Connection> watching = byFile.get(fileId);
    if (watching == null) {
      return;
    }
    Have news =
        Have.newBuilder()
            .setFileId(ByteString.copyFrom(fileId.toBytes()))
            .setChunkSize(chunkSize)
            .addChunks(chunk)
            .build();
    watching.forEach(connection -> connection.notify(FrameKind.HAVE, news));
  }

  /** Tells those who watch a file that it can't be had here any more. */
  public void gone(FileId fileId, ErrorCode code, String message) {
    Set<Connection> watching = byFile.remove(fileId);
    if (watching == null) {
      return;
    }
    Gone news =
        Gone.newBuilder()
            .setFileId(ByteString.copyFrom(fileId.toBytes()))
            .setCode(code.number())
            .setMessage(message)
            .build();
    watching.forEach(connection -> connection.notify(FrameKind.GONE, news));
  }
}
