package dev.shoal.peer.console;

import dev.shoal.peer.StorageException;
import dev.shoal.peer.service.NodeService;
import dev.shoal.peer.service.NodeStatus;
import dev.shoal.peer.service.ShareInfo;
import dev.shoal.peer.service.ShareRequest;
import dev.shoal.transport.http.HttpAnswer;
import dev.shoal.transport.http.HttpBodySink;
import dev.shoal.transport.http.HttpCall;
import dev.shoal.transport.http.HttpException;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Takes files that the page sends, and has the node share them. They go straight to the disk, piece
 * by piece: as fast as that is, and never a second piece before the first one is written.
 */
final class Uploads {
  private static final String TYPE = "application/octet-stream";

  private final UploadRoom room = new UploadRoom();
  private final AtomicBoolean swept = new AtomicBoolean();
  private final NodeService service;
  private final Executor workers;
  private final long largest;

  /**
   * @param workers who write to the disk
   * @param largest bytes of one file
   */
  Uploads(NodeService service, Executor workers, long largest) {
    this.service = service;
    this.workers = workers;
    this.largest = largest;
  }

  /**
   * Takes a file.
   *
   * @throws HttpException if it is refused at once
   * @throws IllegalArgumentException if it has no name
   */
  CompletableFuture<HttpAnswer> answer(HttpCall call) {
    String name =
        call.query("name")
            .filter(text -> !text.isBlank())
            .orElseThrow(() -> new IllegalArgumentException("the parameter name is missing"));
    List<String> groups = call.query("group").filter(text -> !text.isEmpty()).stream().toList();
    checkHeaders(call);
    long length = call.bodyLength();
    room.enter(length);
    return service
        .status()
        .thenCompose(status -> work(() -> begin(directory(status), name)))
        .thenCompose(file -> receiveOnLoop(call, file, groups))
        .thenApply(share -> HttpAnswer.bytes(201, ApiJson.TYPE, ApiJson.bytes(share)))
        .whenComplete((answer, failure) -> room.leave(length));
  }

  private void checkHeaders(HttpCall call) {
    if (Caller.of(call).header("content-type").filter(TYPE::equalsIgnoreCase).isEmpty()) {
      throw new HttpException(415, "bad-request", "a file is sent as " + TYPE);
    }
    if (call.bodyLength() < 0) {
      throw new HttpException(411, "bad-request", "the file's length is to be sent first");
    }
    if (call.bodyLength() > largest) {
      throw new HttpException(
          413, "too-large", "a file sent here may have at most " + largest + " bytes");
    }
  }

  private static Path directory(NodeStatus status) {
    return Path.of(status.downloadDirectory()).resolve("Uploads");
  }

  private UploadFile begin(Path directory, String name) throws IOException, StorageException {
    try {
      if (swept.compareAndSet(false, true)) {
        UploadFile.sweep(directory);
      }
      UploadFile file = UploadFile.create(directory, name);
      try {
        room.check(directory);
        return file;
      } catch (IOException | StorageException e) {
        file.close();
        throw e;
      }
    } catch (IOException e) {
      throw UploadFile.explained(directory, e);
    }
  }

  private CompletableFuture<ShareInfo> receiveOnLoop(
      HttpCall call, UploadFile file, List<String> groups) {
    try {
      return CompletableFuture.supplyAsync(() -> receive(call, file, groups), call.executor())
          .thenCompose(share -> share);
    } catch (RejectedExecutionException e) {
      file.close(); // the server ends
      throw e;
    }
  }

  private CompletableFuture<ShareInfo> receive(
      HttpCall call, UploadFile file, List<String> groups) {
    Pieces pieces = new Pieces(file);
    return call.stream(pieces)
        .thenCompose(all -> work(file::publish))
        .thenCompose(path -> share(path, file.name(), groups))
        .whenComplete(
            (share, failure) -> pieces.last.whenComplete((written, trouble) -> close(file)));
  }

  private void close(UploadFile file) {
    try {
      workers.execute(file::close);
    } catch (RejectedExecutionException e) {
      file.close(); // nobody else will
    }
  }

  /** A file that is not shared has no reason to be there. */
  private CompletableFuture<ShareInfo> share(Path path, String name, List<String> groups) {
    return service
        .addShare(new ShareRequest(path.toString(), name, List.of(), groups, 0, 0))
        .handle(
            (share, failure) ->
                failure == null
                    ? CompletableFuture.completedFuture(share)
                    : work(() -> Files.deleteIfExists(path))
                        .handle((gone, trouble) -> trouble)
                        .thenCompose(trouble -> CompletableFuture.<ShareInfo>failedFuture(failure)))
        .thenCompose(answer -> answer);
  }

  private <T> CompletableFuture<T> work(Callable<T> task) {
    CompletableFuture<T> done = new CompletableFuture<>();
    workers.execute(
        () -> {
          try {
            done.complete(task.call());
          } catch (Exception e) {
            done.completeExceptionally(e);
          }
        });
    return done;
  }

  /** Writes what comes. Confined to the connection's event loop, the writing aside. */
  private final class Pieces implements HttpBodySink {
    private final UploadFile file;
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

    Pieces(UploadFile file) {
      this.file = file;
    }

    @Override
    public CompletableFuture<Void> take(ByteBuf bytes) {
      try {
        last =
            Uploads.this.work(
                () -> {
                  try {
                    file.write(bytes.nioBuffer());
                    return null;
                  } catch (IOException e) {
                    throw UploadFile.explained(file.directory(), e);
                  } finally {
                    bytes.release();
                  }
                });
        return last;
      } catch (RejectedExecutionException e) {
        bytes.release(); // nobody writes it any more
        throw e;
      }
    }
  }
}
