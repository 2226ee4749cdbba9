package dev.shoal.benchmarks.micro;

import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.wire.ChunkData;
import dev.shoal.protocol.wire.ChunkRequest;
import dev.shoal.transport.Body;
import dev.shoal.transport.Connection;
import dev.shoal.transport.ConnectionHandler;
import dev.shoal.transport.Request;
import dev.shoal.transport.SharedChannel;

/** Answers each request of a chunk with that region of one file, and checks nothing else. */
final class ChunkSource implements ConnectionHandler {
  private final SharedChannel file;
  private final ChunkLayout layout;

  /**
   * @param file stays the caller's
   */
  ChunkSource(SharedChannel file, ChunkLayout layout) {
    this.file = file;
    this.layout = layout;
  }

  @Override
  public void onRequest(Connection connection, Request request) {
    if (!(request.header() instanceof ChunkRequest asked) || asked.getChunk() >= layout.count()) {
      request.fail(ErrorCode.BAD_REQUEST, "only the chunks of one file are served here");
      return;
    }
    int chunk = asked.getChunk();
    request.answer(
        offset -> ChunkData.newBuilder().setOffset(offset).build(),
        Body.of(file.retain(), layout.offset(chunk), layout.size(chunk)));
  }
}
