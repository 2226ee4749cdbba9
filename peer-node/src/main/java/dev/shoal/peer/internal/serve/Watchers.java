package dev.shoal.peer.internal.serve;

import com.google.protobuf.ByteString;
import dev.shoal.peer.internal.access.Grants;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.wire.Gone;
import dev.shoal.protocol.wire.Have;
import dev.shoal.transport.Connection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which connections want news of which files, and what these may have. Thread-safe. */
public final class Watchers {
  private final Map<FileId, Map<Connection, Grants>> byFile = new ConcurrentHashMap<>();

  void add(FileId fileId, Connection connection, Grants grants) {
    byFile.compute(
        fileId,
        (id, watching) -> {
          Map<Connection, Grants> map = watching == null ? new ConcurrentHashMap<>() : watching;
          map.put(connection, grants);
          return map;
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

  /** Tells those who watch a file, and may have it, that a chunk of it can be had here. */
  void have(Holding holding, int chunkSize, int chunk) {
    FileId fileId = holding.fileId();
    Map<Connection, Grants> watching = byFile.get(fileId);
    if (watching == null) {
      return;
    }
    Have news =
        Have.newBuilder()
            .setFileId(ByteString.copyFrom(fileId.toBytes()))
            .setChunkSize(chunkSize)
            .addChunks(chunk)
            .build();
    watching.forEach(
        (connection, grants) -> {
          if (grants.permits(holding.audience(), fileId)) {
            connection.notify(FrameKind.HAVE, news);
          }
        });
  }

  /** Tells those who watch a file that it can't be had here any more. */
  void gone(FileId fileId, ErrorCode code, String message) {
    Map<Connection, Grants> watching = byFile.remove(fileId);
    if (watching != null) {
      Gone news = news(fileId, code, message);
      watching.keySet().forEach(connection -> connection.notify(FrameKind.GONE, news));
    }
  }

  /** Has those who watch a file and may not have it any more watch it no longer. */
  void review(Holding holding) {
    FileId fileId = holding.fileId();
    byFile
        .getOrDefault(fileId, Map.of())
        .forEach(
            (connection, grants) -> {
              if (!grants.permits(holding.audience(), fileId)) {
                barred(fileId, connection);
              }
            });
  }

  /** A connection may not have a file any more that it watches. */
  void barred(FileId fileId, Connection connection) {
    remove(fileId, connection);
    connection.notify(
        FrameKind.GONE, news(fileId, ErrorCode.NOT_FOUND, "the file is not shared any more"));
  }

  private static Gone news(FileId fileId, ErrorCode code, String message) {
    return Gone.newBuilder()
        .setFileId(ByteString.copyFrom(fileId.toBytes()))
        .setCode(code.number())
        .setMessage(message)
        .build();
  }
}
