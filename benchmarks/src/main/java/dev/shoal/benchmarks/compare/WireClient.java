package dev.shoal.benchmarks.compare;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.FramePrefix;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.ProtocolVersion;
import dev.shoal.protocol.wire.ChunkRequest;
import dev.shoal.protocol.wire.Hello;
import dev.shoal.protocol.wire.Role;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Asks one node for random chunks of a file over several connections and discards them: as little
 * work as a client can do. One thread, no objects for a chunk.
 */
final class WireClient implements AutoCloseable {
  private static final int READ = 1 << 20;
  private static final int PATIENCE_MILLIS = 10_000;

  private final Selector selector = Selector.open();
  private final List<Wire> wires = new ArrayList<>();
  private final ByteBuffer sink = ByteBuffer.allocateDirect(READ);
  private final SplittableRandom random = new SplittableRandom(1);
  private final byte[] fileId;
  private final int chunkSize;
  private final int chunks;
  private final int ahead;
  private boolean asking;
  private int underWay;
  private long received;

  /**
   * Connects.
   *
   * @param chunks of the file, all of them whole
   * @param ahead chunks that are asked for at a time on each connection
   */
  WireClient(
      InetSocketAddress node, FileId fileId, int chunkSize, int chunks, int connections, int ahead)
      throws IOException {
    this.fileId = fileId.toBytes();
    this.chunkSize = chunkSize;
    this.chunks = chunks;
    this.ahead = ahead;
    try {
      for (int i = 0; i < connections; i++) {
        wires.add(new Wire(SocketChannel.open(node)));
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /**
   * Fetches until so many bytes have come, or so much time is over, and all that was asked for.
   *
   * @return bytes of chunks that came
   */
  long run(long bytes, double seconds) throws IOException {
    received = 0;
    asking = true;
    long end = System.nanoTime() + (long) Math.min(seconds * 1e9, Long.MAX_VALUE / 2.0);
    for (Wire wire : wires) {
      for (int i = 0; i < ahead; i++) {
        wire.ask();
      }
    }
    while (underWay > 0) {
      asking = received < bytes && System.nanoTime() - end < 0;
      if (selector.select(PATIENCE_MILLIS) == 0) {
        throw new IOException("the node does not answer");
      }
      for (SelectionKey key : selector.selectedKeys()) {
        ((Wire) key.attachment()).read();
      }
      selector.selectedKeys().clear();
    }
    return received;
  }

  @Override
  public void close() throws IOException {
    for (Wire wire : wires) {
      wire.channel.close();
    }
    selector.close();
  }

  /** One connection. */
  private final class Wire {
    private final SocketChannel channel;
    private final ByteBuffer prefix = ByteBuffer.allocate(FramePrefix.LENGTH);
    private final ByteBuffer out = ByteBuffer.allocate(256);
    private int header;
    private int body;
    private boolean last;
    private int requestId;

    Wire(SocketChannel channel) throws IOException {
      this.channel = channel;
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, this);
      byte[] id = new byte[PeerId.LENGTH];
      new SplittableRandom(System.nanoTime()).nextBytes(id);
      Hello hello =
          Hello.newBuilder()
              .setMagic(ProtocolVersion.MAGIC)
              .setMinVersion(1)
              .setMaxVersion(1)
              .setRole(Role.ROLE_PEER)
              .setPeerId(ByteString.copyFrom(id))
              .setAgent("shoal-bench")
              .setInstance(System.nanoTime())
              .build();
      send(FrameKind.HELLO, 0, hello.toByteArray());
    }

    void ask() throws IOException {
      ChunkRequest request =
          ChunkRequest.newBuilder()
              .setFileId(ByteString.copyFrom(fileId))
              .setChunkSize(chunkSize)
              .setChunk(random.nextInt(chunks))
              .build();
      send(FrameKind.CHUNK_REQUEST, ++requestId, request.toByteArray());
      underWay++;
    }

    private void send(FrameKind kind, int id, byte[] frameHeader) throws IOException {
      out.clear().putInt(frameHeader.length).putInt(0);
      out.putShort((short) kind.number()).putShort((short) 0);
      out.putInt(id).put(frameHeader).flip();
      while (out.hasRemaining()) {
        channel.write(out); // little, and seldom refused
      }
    }

    void read() throws IOException {
      sink.clear();
      if (channel.read(sink) < 0) {
        throw new IOException("the node has hung up");
      }
      sink.flip();
      while (sink.hasRemaining()) {
        take();
      }
    }

    /** A part of a prefix, of a header or of a body. */
    private void take() throws IOException {
      if (prefix.hasRemaining()) {
        int count = Math.min(prefix.remaining(), sink.remaining());
        prefix.put(prefix.position(), sink, sink.position(), count);
        prefix.position(prefix.position() + count);
        sink.position(sink.position() + count);
        if (!prefix.hasRemaining()) {
          begin();
        }
      } else {
        int fromHeader = Math.min(header, sink.remaining());
        header -= fromHeader;
        int fromBody = Math.min(body, sink.remaining() - fromHeader);
        body -= fromBody;
        received += fromBody;
        sink.position(sink.position() + fromHeader + fromBody);
      }
      if (!prefix.hasRemaining() && header == 0 && body == 0) {
        end();
      }
    }

    private void begin() throws IOException {
      FrameKind kind = FrameKind.of(prefix.getShort(FramePrefix.KIND_OFFSET));
      if (kind == FrameKind.ERROR) {
        throw new IOException("the node refuses to serve");
      }
      header = prefix.getInt(FramePrefix.HEADER_LENGTH_OFFSET);
      body = prefix.getInt(FramePrefix.BODY_LENGTH_OFFSET);
      boolean lastFrame = (prefix.getShort(FramePrefix.FLAGS_OFFSET) & FramePrefix.FLAG_LAST) != 0;
      last = kind == FrameKind.CHUNK_DATA && lastFrame;
    }

    private void end() throws IOException {
      prefix.clear();
      if (last) {
        last = false;
        underWay--;
        if (asking) {
          ask();
        }
      }
    }
  }
}
