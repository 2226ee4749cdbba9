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
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** Asks a node for chunks, on the bare protocol. */
final class ChunkDialogue implements RangeDialogue {
  private final ByteBuffer prefix = ByteBuffer.allocate(FramePrefix.LENGTH);
  private final SplittableRandom random;
  private final ByteString fileId;
  private final int chunkSize;
  private final int chunks;
  private int header;
  private int body;
  private boolean last;
  private int requestId;
  private int ended;

  /**
   * Nothing is said yet.
   *
   * @param chunks of the file, all of them whole
   */
  ChunkDialogue(FileId fileId, int chunkSize, int chunks, SplittableRandom random) {
    this.fileId = ByteString.copyFrom(fileId.toBytes());
    this.chunkSize = chunkSize;
    this.chunks = chunks;
    this.random = random;
  }

  @Override
  public void greet(ByteBuffer out) {
    byte[] id = new byte[PeerId.LENGTH];
    new SplittableRandom().nextBytes(id);
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
    put(out, FrameKind.HELLO, 0, hello.toByteArray());
  }

  @Override
  public void ask(ByteBuffer out) {
    ChunkRequest request =
        ChunkRequest.newBuilder()
            .setFileId(fileId)
            .setChunkSize(chunkSize)
            .setChunk(random.nextInt(chunks))
            .build();
    put(out, FrameKind.CHUNK_REQUEST, ++requestId, request.toByteArray());
  }

  private static void put(ByteBuffer out, FrameKind kind, int id, byte[] frameHeader) {
    out.putInt(frameHeader.length).putInt(0);
    out.putShort((short) kind.number()).putShort((short) 0);
    out.putInt(id).put(frameHeader);
  }

  @Override
  public long take(ByteBuffer in) throws IOException {
    long content = 0;
    while (in.hasRemaining()) {
      if (prefix.hasRemaining()) {
        takePrefix(in);
      } else {
        int fromHeader = Math.min(header, in.remaining());
        header -= fromHeader;
        int fromBody = Math.min(body, in.remaining() - fromHeader);
        body -= fromBody;
        content += fromBody;
        in.position(in.position() + fromHeader + fromBody);
      }
      if (!prefix.hasRemaining() && header == 0 && body == 0) {
        prefix.clear();
        ended += last ? 1 : 0;
      }
    }
    return content;
  }

  private void takePrefix(ByteBuffer in) throws IOException {
    int count = Math.min(prefix.remaining(), in.remaining());
    prefix.put(prefix.position(), in, in.position(), count);
    prefix.position(prefix.position() + count);
    in.position(in.position() + count);
    if (prefix.hasRemaining()) {
      return;
    }
    FrameKind kind = FrameKind.of(prefix.getShort(FramePrefix.KIND_OFFSET));
    if (kind == FrameKind.ERROR) {
      throw new IOException("the node refuses to serve");
    }
    header = prefix.getInt(FramePrefix.HEADER_LENGTH_OFFSET);
    body = prefix.getInt(FramePrefix.BODY_LENGTH_OFFSET);
    boolean lastFrame = (prefix.getShort(FramePrefix.FLAGS_OFFSET) & FramePrefix.FLAG_LAST) != 0;
    last = kind == FrameKind.CHUNK_DATA && lastFrame;
  }

  @Override
  public int ended() {
    int count = ended;
    ended = 0;
    return count;
  }
}
