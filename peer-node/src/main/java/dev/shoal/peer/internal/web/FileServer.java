package dev.shoal.peer.internal.web;

import dev.shoal.peer.internal.access.Grants;
import dev.shoal.peer.internal.serve.Refusal;
import dev.shoal.peer.internal.serve.ServedFile;
import dev.shoal.peer.internal.web.Conditions.Outcome;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.transport.Body;
import dev.shoal.transport.http.HttpAnswer;
import dev.shoal.transport.http.HttpCall;
import dev.shoal.transport.http.HttpException;
import dev.shoal.transport.http.HttpHandler;
import io.netty.handler.codec.DateFormatter;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code GET} and {@code HEAD} of {@code /files/FILE-ID} and {@code /files/FILE-ID/NAME}
 * with a complete file that this node shares with everybody. All others are not there, whether they
 * are held for some or for nobody.
 */
public final class FileServer implements HttpHandler {
  private static final String BYTES = "application/octet-stream";

  private final Function<FileId, Optional<ServedFile>> files;
  private final Function<InetSocketAddress, Grants> visitors;

  /**
   * @param files finds those that are held, for whomever
   * @param visitors what somebody may have of whom only the address is known
   */
  public FileServer(
      Function<FileId, Optional<ServedFile>> files, Function<InetSocketAddress, Grants> visitors) {
    this.files = files;
    this.visitors = visitors;
  }

  @Override
  public CompletableFuture<HttpAnswer> answer(HttpCall call) {
    if (!call.isReading()) {
      return CompletableFuture.failedFuture(HttpException.methodNotAllowed("GET, HEAD"));
    }
    Grants grants = visitors.apply(call.remote());
    return find(call.segments())
        .filter(file -> grants.permits(file.audience(), file.fileId()))
        .map(file -> opened(file).thenApply(opened -> answer(opened, grants, call)))
        .orElseGet(() -> CompletableFuture.failedFuture(absent()));
  }

  private Optional<ServedFile> find(List<String> segments) {
    if (segments.size() < 2 || segments.size() > 3 || !segments.get(0).equals("files")) {
      return Optional.empty();
    }
    try {
      return files.apply(FileId.parse(segments.get(1)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Looks whether it still is the file that was hashed, before anything is said of it. */
  private static CompletableFuture<ServedFile> opened(ServedFile file) {
    if (file.length() == 0) {
      return CompletableFuture.completedFuture(file);
    }
    return file.run(0, 1)
        .handle(
            (@Nullable Body first, @Nullable Throwable failure) -> {
              if (first == null) {
                throw new CompletionException(refusal(failure));
              }
              first.release();
              return file;
            });
  }

  private static HttpException refusal(@Nullable Throwable failure) {
    ErrorCode code = failure == null ? ErrorCode.INTERNAL : Refusal.in(failure).code();
    return code == ErrorCode.BUSY || code == ErrorCode.SHUTTING_DOWN || code == ErrorCode.INTERNAL
        ? new HttpException(503, "busy", "the file can't be read just now; try again later")
        : absent();
  }

  private static HttpAnswer answer(ServedFile file, Grants grants, HttpCall call) {
    String tag = "\"" + file.fileId() + "\"";
    Instant modified =
        Instant.ofEpochMilli(Math.min(file.modifiedMillis(), System.currentTimeMillis()));
    Conditions conditions = new Conditions(call::headers, tag, modified.getEpochSecond());
    Outcome outcome = conditions.outcome();
    HttpAnswer answer =
        switch (outcome) {
          case HOLD ->
              call.method().equals("HEAD")
                  ? whole(file, grants)
                  : content(file, grants, conditions);
          case NOT_MODIFIED -> HttpAnswer.of(304);
          case FAILED -> HttpAnswer.text(412, "the file is another one than the request wants\n");
        };
    return answer
        .withHeader("etag", tag)
        .withHeader("last-modified", DateFormatter.format(Date.from(modified)))
        .withHeader("accept-ranges", "bytes")
        .withHeader(
            "cache-control", isError(answer) ? "no-store" : "public, max-age=31536000, immutable")
        .withHeader("cross-origin-resource-policy", "cross-origin");
  }

  private static boolean isError(HttpAnswer answer) {
    return answer.status() >= 400;
  }

  private static HttpAnswer content(ServedFile file, Grants grants, Conditions conditions) {
    return conditions
        .range()
        .flatMap(header -> ByteRanges.of(header, file.length()))
        .map(ranges -> partial(file, grants, ranges))
        .orElseGet(() -> whole(file, grants));
  }

  private static HttpAnswer whole(ServedFile file, Grants grants) {
    long length = file.length();
    List<Piece> all =
        length == 0 ? List.of() : List.of(new Piece.Run(new ByteRange(0, length - 1)));
    return send(200, BYTES, file, grants, all);
  }

  private static HttpAnswer partial(ServedFile file, Grants grants, List<ByteRange> ranges) {
    long length = file.length();
    if (ranges.isEmpty()) {
      return HttpAnswer.text(416, "the file has " + length + " bytes\n")
          .withHeader("content-range", "bytes */" + length);
    }
    if (ranges.size() == 1) {
      ByteRange range = ranges.get(0);
      return send(206, BYTES, file, grants, List.of(new Piece.Run(range)))
          .withHeader("content-range", range.of(length));
    }
    String boundary = "shoal-" + UUID.randomUUID();
    List<Piece> pieces = new ArrayList<>();
    for (ByteRange range : ranges) {
      pieces.add(
          Piece.Text.of(
              "\r\n--"
                  + boundary
                  + "\r\nContent-Type: "
                  + BYTES
                  + "\r\nContent-Range: "
                  + range.of(length)
                  + "\r\n\r\n"));
      pieces.add(new Piece.Run(range));
    }
    pieces.add(Piece.Text.of("\r\n--" + boundary + "--\r\n"));
    return send(206, "multipart/byteranges; boundary=" + boundary, file, grants, pieces);
  }

  private static HttpAnswer send(
      int status, String type, ServedFile file, Grants grants, List<Piece> pieces) {
    FileBody body = new FileBody(file, grants, pieces);
    return HttpAnswer.stream(status, type, body.length(), body)
        .withHeader("content-disposition", Disposition.of(file.name(), file.fileId().toString()));
  }

  private static HttpException absent() {
    return new HttpException(404, "not-found", "there is no such file here");
  }
}
