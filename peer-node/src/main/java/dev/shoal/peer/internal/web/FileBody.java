package dev.shoal.peer.internal.web;

import dev.shoal.peer.internal.access.Grants;
import dev.shoal.peer.internal.serve.Refusal;
import dev.shoal.peer.internal.serve.ServedFile;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.transport.Body;
import dev.shoal.transport.RateLimit;
import dev.shoal.transport.http.HttpSource;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The body of an answer: ranges of one file, sent from where they lie, and what stands between
 * them.
 *
 * <p>The receiver can't check what it is sent. So the last bytes of the last range are read and
 * kept back until all before them has left and the file has been looked at once more: whoever has
 * them has had the file that was asked for, and nobody else has as much as was announced.
 */
final class FileBody implements HttpSource {
  /** The bytes that are kept back. */
  static final int TAIL = 16 * 1024;

  private static final int AHEAD = 1 << 20;

  private final ServedFile file;
  private final Grants grants;
  private final List<Piece> pieces;
  private final int lastRun;

  /**
   * @param grants of who is sent it, as long as they last
   */
  FileBody(ServedFile file, Grants grants, List<Piece> pieces) {
    this.file = file;
    this.grants = grants;
    this.pieces = List.copyOf(pieces);
    int last = -1;
    for (int i = 0; i < this.pieces.size(); i++) {
      last = this.pieces.get(i) instanceof Piece.Run ? i : last;
    }
    this.lastRun = last;
  }

  /** Bytes of all of it. */
  long length() {
    return pieces.stream().mapToLong(Piece::length).sum();
  }

  @Override
  public RateLimit limit() {
    return file.limit();
  }

  @Override
  public CompletableFuture<Body> read(long offset, int most) {
    int index = 0;
    long within = offset;
    while (within >= pieces.get(index).length()) {
      within -= pieces.get(index).length();
      index++;
    }
    Piece piece = pieces.get(index);
    int length = (int) Math.min(most, piece.length() - within);
    if (piece instanceof Piece.Text text) {
      ByteBuffer bytes = text.bytes().duplicate();
      bytes.position((int) within).limit((int) within + length);
      return CompletableFuture.completedFuture(Body.of(Unpooled.wrappedBuffer(bytes)));
    }
    if (!grants.permits(file.audience(), file.fileId())) {
      return CompletableFuture.failedFuture(
          new Refusal(ErrorCode.NOT_FOUND, "the file is not shared with this client any more"));
    }
    ByteRange range = ((Piece.Run) piece).range();
    return read(range, range.first() + within, length, index == lastRun);
  }

  private CompletableFuture<Body> read(ByteRange range, long position, int length, boolean last) {
    long tail = last ? Math.max(range.first(), range.last() + 1 - TAIL) : range.last() + 1;
    if (position >= tail) {
      return file.confirmed(position, length);
    }
    int before = (int) Math.min(length, tail - position);
    long next = position + before;
    CompletableFuture<Body> body = file.run(position, before);
    int ahead = (int) Math.min(AHEAD, range.last() + 1 - next);
    if (ahead > 0) {
      // The disk is at work on what comes next while this is sent.
      file.run(next, ahead).thenAccept(Body::release);
    }
    return body;
  }
}
