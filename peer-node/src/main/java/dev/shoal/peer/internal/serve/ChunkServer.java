package dev.shoal.peer.internal.serve;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.peer.internal.access.Admission;
import dev.shoal.peer.internal.access.Audience;
import dev.shoal.peer.internal.access.Grants;
import dev.shoal.peer.internal.access.Visitor;
import dev.shoal.protocol.ChunkSet;
import dev.shoal.protocol.ChunkSize;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.HashTree;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.Manifest;
import dev.shoal.protocol.wire.Availability;
import dev.shoal.protocol.wire.ChunkData;
import dev.shoal.protocol.wire.ChunkRequest;
import dev.shoal.protocol.wire.FilesRequest;
import dev.shoal.protocol.wire.ManifestPage;
import dev.shoal.protocol.wire.ManifestRequest;
import dev.shoal.protocol.wire.Present;
import dev.shoal.protocol.wire.Unwatch;
import dev.shoal.protocol.wire.Watch;
import dev.shoal.transport.Body;
import dev.shoal.transport.Connection;
import dev.shoal.transport.Request;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers the requests of one connection out of what the node holds. Called on the connection's
 * event loop; answers may come from elsewhere.
 */
public final class ChunkServer {
  /** How long after a request for a batch another may come: as long as it may take itself. */
  public static final long BATCH_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final int MAX_WATCHES = 4096;
  private static final int PAGE = Limits.MAX_BODY_BYTES / HashTree.HASH_LENGTH;

  private final Holdings holdings;
  private final Watchers watchers;
  private final FileBatches batches;
  private final BatchTurns.Asker asker;
  private final Admission admission;
  private final LongSupplier nanoTime;
  private final Set<FileId> watched = new HashSet<>();

  /** The other side; null before it has asked for anything. */
  private @Nullable Visitor visitor;

  /** Whether a batch was ever asked for, and when it was last. */
  private boolean batched;

  private long batchNanos;

  /** For one connection. */
  public ChunkServer(
      Holdings holdings,
      Watchers watchers,
      FileBatches batches,
      Admission admission,
      LongSupplier nanoTime) {
    this.admission = admission;
    this.nanoTime = nanoTime;
    this.holdings = holdings;
    this.watchers = watchers;
    this.batches = batches;
    this.asker = batches.asker();
  }

  /** Answers a request of any kind. */
  public void onRequest(Connection connection, Request request) {
    MessageLite header = request.header();
    Visitor asking = visitor(connection);
    Grants grants = asking.grants();
    try {
      if (header instanceof ChunkRequest chunk) {
        serveChunk(request, chunk, grants);
      } else if (header instanceof Watch watch) {
        watch(connection, request, watch, grants);
      } else if (header instanceof ManifestRequest manifest) {
        serveManifest(request, manifest, grants);
      } else if (header instanceof FilesRequest files) {
        batched = true;
        batchNanos = nanoTime.getAsLong();
        batches.serve(connection, request, files, asker, grants);
      } else if (header instanceof Present shown) {
        asking.present(request, shown);
      } else {
        request.fail(ErrorCode.UNKNOWN_KIND, "a peer does not answer " + request.kind());
      }
    } catch (Refusal refusal) {
      refuse(request, refusal);
    }
  }

  private Visitor visitor(Connection connection) {
    Visitor known = visitor;
    if (known == null) {
      known = new Visitor(admission, connection, () -> review(connection));
      visitor = known;
    }
    return known;
  }

  /** The other side may have less than before. */
  private void review(Connection connection) {
    for (FileId fileId : List.copyOf(watched)) {
      if (visitor != null && holdings.find(fileId, visitor.grants()) == null) {
        watched.remove(fileId);
        watchers.barred(fileId, connection);
      }
    }
  }

  /** Whether the other side has shown that it may have a file for an audience's sake. */
  public boolean belongs(Audience audience, FileId fileId) {
    return visitor != null && visitor.grants().belongs(audience, fileId);
  }

  /** The other side needs no more news of a file. */
  public void onUnwatch(Connection connection, Unwatch unwatch) {
    if (unwatch.getFileId().size() == FileId.LENGTH) {
      FileId fileId = FileId.fromBytes(unwatch.getFileId().toByteArray());
      watched.remove(fileId);
      watchers.remove(fileId, connection);
    }
  }

  /** The connection is over. */
  public void onClosed(Connection connection) {
    watched.forEach(fileId -> watchers.remove(fileId, connection));
    watched.clear();
    asker.close();
    if (visitor != null) {
      visitor.close();
    }
  }

  /** Whether the other side still wants something. */
  public boolean isWatched() {
    return !watched.isEmpty();
  }

  /** Whether the other side asked for a batch a moment ago, and so may wait for it or ask again. */
  public boolean servesBatches() {
    return batched && nanoTime.getAsLong() - batchNanos < BATCH_PATIENCE_NANOS;
  }

  private void serveChunk(Request request, ChunkRequest asked, Grants grants) throws Refusal {
    Holding holding = holdings.get(fileId(asked.getFileId()), grants);
    int chunkSize = chunkSize(asked.getChunkSize());
    int chunk = choose(holding, chunkSize, asked);
    ChunkData.Builder header = ChunkData.newBuilder();
    if (chunk != asked.getChunk()) {
      header.setChunk(chunk);
    }
    respond(
        request,
        holding.chunk(chunkSize, chunk),
        body -> {
          if (isStillPermitted(holding, grants)) {
            request.answer(offset -> header.setOffset(offset).build(), body);
          } else {
            body.release();
            refuse(request, Holdings.absent());
          }
        });
  }

  private static int choose(Holding holding, int chunkSize, ChunkRequest asked) throws Refusal {
    if (asked.getAlternativesCount() > Limits.MAX_ALTERNATIVES) {
      throw new Refusal(
          ErrorCode.BAD_REQUEST,
          "a request names at most " + Limits.MAX_ALTERNATIVES + " alternatives");
    }
    List<Integer> chunks = new ArrayList<>(1 + asked.getAlternativesCount());
    chunks.add(asked.getChunk());
    chunks.addAll(asked.getAlternativesList());
    return holding.choose(chunkSize, chunks);
  }

  /** A file may have had to be opened first; for one that everybody may have it is all the same. */
  private static boolean isStillPermitted(Holding holding, Grants grants) {
    Audience audience = holding.audience();
    return audience.everybody() || grants.permits(audience, holding.fileId());
  }

  private void watch(Connection connection, Request request, Watch asked, Grants grants)
      throws Refusal {
    FileId fileId = fileId(asked.getFileId());
    Holding holding = holdings.get(fileId, grants);
    if (watched.size() >= MAX_WATCHES && !watched.contains(fileId)) {
      throw new Refusal(ErrorCode.LIMIT_EXCEEDED, "one connection may watch 4,096 files");
    }
    int chunkSize = chunkSize(asked.getChunkSize());
    holding.chunks(chunkSize); // refuses before anything is entered
    watched.add(fileId);
    watchers.add(fileId, connection, grants);
    // Only now, so that a chunk gained meanwhile is either in the set or in the news.
    ChunkSet chunks = holding.chunks(chunkSize);
    Availability header = Availability.newBuilder().setComplete(chunks.isComplete()).build();
    request.answer(
        offset -> header,
        chunks.isComplete() ? Body.empty() : Body.of(Unpooled.wrappedBuffer(chunks.toBytes())));
  }

  private void serveManifest(Request request, ManifestRequest asked, Grants grants) throws Refusal {
    Holding holding = holdings.get(fileId(asked.getFileId()), grants);
    int chunkSize = asked.getChunkSize() == 0 ? 0 : chunkSize(asked.getChunkSize());
    respond(
        request,
        holding.manifest(chunkSize),
        manifest -> {
          if (isStillPermitted(holding, grants)) {
            sendPage(request, manifest, asked.getFirstChunk(), holding.name());
          } else {
            refuse(request, Holdings.absent());
          }
        });
  }

  private static void sendPage(Request request, Manifest manifest, int first, String name) {
    int count = manifest.layout().count();
    if (first < 0 || first > count) {
      request.fail(ErrorCode.BAD_REQUEST, "the file has " + count + " chunks");
      return;
    }
    ManifestPage header =
        ManifestPage.newBuilder()
            .setLength(manifest.layout().length())
            .setChunkSize(manifest.layout().chunkSize())
            .setFirstChunk(first)
            .setName(name)
            .build();
    var hashes = manifest.hashes(first, Math.min(PAGE, count - first));
    request.answer(offset -> header, Body.of(Unpooled.wrappedBuffer(hashes)));
  }

  private static <T> void respond(
      Request request, CompletableFuture<T> result, Consumer<T> answer) {
    result.whenComplete(
        (@Nullable T value, @Nullable Throwable failure) -> {
          if (value != null) {
            answer.accept(value);
          } else if (failure != null) {
            refuse(request, Refusal.in(failure));
          }
        });
  }

  private static void refuse(Request request, Refusal refusal) {
    request.fail(refusal.code(), String.valueOf(refusal.getMessage()));
  }

  private static FileId fileId(ByteString bytes) throws Refusal {
    if (bytes.size() != FileId.LENGTH) {
      throw new Refusal(ErrorCode.BAD_REQUEST, "a file id has 32 bytes");
    }
    return FileId.fromBytes(bytes.toByteArray());
  }

  private static int chunkSize(int bytes) throws Refusal {
    if (!ChunkSize.isValid(bytes)) {
      throw new Refusal(
          ErrorCode.BAD_REQUEST, "a chunk size is a power of two from 64 KiB to 4 MiB");
    }
    return bytes;
  }
}
