package dev.shoal.benchmarks.micro;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.FramePrefix;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.ProtocolVersion;
import dev.shoal.protocol.wire.Hello;
import dev.shoal.protocol.wire.Query;
import dev.shoal.protocol.wire.Role;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Sends the same queries again and again over a plain socket, without making any object. */
final class QueryClient implements AutoCloseable {
  private final SocketChannel socket;
  private final ByteBuffer requests;
  private final ByteBuffer answers = ByteBuffer.allocateDirect(1 << 20);
  private final int count;

  /** Greets a tracker. */
  QueryClient(InetSocketAddress tracker, FileId file, int count) throws IOException {
    this.count = count;
    socket = SocketChannel.open(tracker);
    Hello hello =
        Hello.newBuilder()
            .setMagic(ProtocolVersion.MAGIC)
            .setMinVersion(1)
            .setMaxVersion(1)
            .setRole(Role.ROLE_PEER)
            .setPeerId(ByteString.copyFrom(new byte[PeerId.LENGTH]))
            .build();
    ByteBuffer greeting = ByteBuffer.allocate(1024);
    put(greeting, FrameKind.HELLO, 0, hello);
    socket.write(greeting.flip());
    answers.clear();
    await(1);
    Query query =
        Query.newBuilder().setFileId(ByteString.copyFrom(file.toBytes())).setMaxSources(30).build();
    requests = ByteBuffer.allocateDirect(count * 128);
    for (int i = 1; i <= count; i++) {
      put(requests, FrameKind.QUERY, i, query);
    }
    requests.flip();
  }

  private static void put(ByteBuffer out, FrameKind kind, int id, MessageLite header) {
    int start = out.position();
    byte[] bytes = header.toByteArray();
    out.put(new byte[FramePrefix.LENGTH]).put(bytes);
    out.putInt(start + FramePrefix.HEADER_LENGTH_OFFSET, bytes.length);
    out.putShort(start + FramePrefix.KIND_OFFSET, (short) kind.number());
    out.putInt(start + FramePrefix.REQUEST_ID_OFFSET, id);
  }

  /**
   * Sends all queries together and waits for all answers.
   *
   * @return their bytes
   */
  int ask() throws IOException {
    requests.rewind();
    while (requests.hasRemaining()) {
      socket.write(requests);
    }
    return await(count);
  }

  private int await(int frames) throws IOException {
    answers.clear();
    int at = 0;
    for (int i = 0; i < frames; i++) {
      readUpTo(at + FramePrefix.LENGTH);
      if (answers.getShort(at + FramePrefix.KIND_OFFSET) == FrameKind.ERROR.number()) {
        throw new IOException("the tracker refuses");
      }
      at += FramePrefix.LENGTH + answers.getInt(at + FramePrefix.HEADER_LENGTH_OFFSET);
    }
    readUpTo(at);
    return at;
  }

  private void readUpTo(int length) throws IOException {
    while (answers.position() < length) {
      if (socket.read(answers) < 0) {
        throw new EOFException("the tracker has closed the connection");
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
