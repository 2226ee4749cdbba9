package dev.shoal.transport;

import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.wire.ChunkData;
import dev.shoal.protocol.wire.ChunkRequest;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntFunction;

/** A file of random bytes that is served in chunks: even ones from disk, odd ones from memory. */
final class TestFile implements AutoCloseable {
  static final IntFunction<ChunkData> HEADERS =
      offset -> ChunkData.newBuilder().setOffset(offset).build();

  final Path path;
  final byte[] content;
  final int chunkSize;
  final SharedChannel channel;

  TestFile(Path directory, int length, int chunkSize) throws IOException {
    content = new byte[length];
    new Random(length).nextBytes(content);
    path = Files.write(Files.createTempFile(directory, "test", ".bin"), content);
    this.chunkSize = chunkSize;
    channel = SharedChannel.open(path);
  }

  int chunks() {
    return (content.length + chunkSize - 1) / chunkSize;
  }

  byte[] chunk(int index) {
    int from = index * chunkSize;
    return Arrays.copyOfRange(content, from, Math.min(content.length, from + chunkSize));
  }

  /** Answers a chunk request. */
  void serve(Request request) {
    int index = ((ChunkRequest) request.header()).getChunk();
    request.answer(HEADERS, index % 2 == 0 ? fromDisk(index) : fromMemory(index));
  }

  Body fromDisk(int index) {
    int from = index * chunkSize;
    return Body.of(channel.retain(), from, Math.min(content.length - from, chunkSize));
  }

  Body fromMemory(int index) {
    return Body.of(Unpooled.directBuffer(chunkSize).writeBytes(chunk(index)));
  }

  static BodyCollector ask(Connection connection, int index) {
    BodyCollector collector = new BodyCollector();
    ask(connection, index, collector);
    return collector;
  }

  static Connection.Cancellable ask(Connection connection, int index, AnswerHandler answers) {
    return connection.request(
        FrameKind.CHUNK_REQUEST, chunkRequest(index), Duration.ofSeconds(30), answers);
  }

  static ChunkRequest chunkRequest(int index) {
    return ChunkRequest.newBuilder().setChunk(index).build();
  }

  /** Fails the test if anything still holds the file. */
  @Override
  public void close() {
    if (channel.refCnt() != 1) {
      throw new AssertionError("the file is still held " + (channel.refCnt() - 1) + " times");
    }
    channel.release();
  }
}
