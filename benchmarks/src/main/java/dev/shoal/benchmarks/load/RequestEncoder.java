package dev.shoal.benchmarks.load;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.FramePrefix;
import dev.shoal.protocol.wire.Publish;
import dev.shoal.protocol.wire.PublishedFile;
import dev.shoal.protocol.wire.Search;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/**
 * Writes requests: copies of frames that were made beforehand, in which only the request id and the
 * 32 bytes of the file id, or the digest, change.
 *
 * <p>All but searches and publications are laid out by hand, from the protocol's description.
 */
final class RequestEncoder {
  private static final int BYTES_FIELD_1 = 0x0a; // tags: field number and wire type
  private static final int BYTES_FIELD_2 = 0x12;
  private static final int VARINT_FIELD_2 = 0x10;
  private static final int VARINT_FIELD_5 = 0x28;
  private static final int FIXED64_FIELD_1 = 0x09;

  private static final int ID_FIELD = 2 + FileId.LENGTH;
  private static final int REGISTRATION = ID_FIELD + 2;
  private static final int REGISTRATION_FIELD = 2 + REGISTRATION;

  private final FileIds files;
  private final Words words;
  private final byte[] query;
  private final byte[] register = registerFrame();
  private final byte[] unregister = idFrame(FrameKind.UNREGISTER);
  private final byte[] details = idFrame(FrameKind.DETAILS);
  private final byte[] heartbeat = heartbeatFrame();
  private final byte[][] searches;

  RequestEncoder(FileIds files, Words words, int maxSources, boolean subscribe) {
    this.files = files;
    this.words = words;
    query = queryFrame(maxSources, subscribe);
    searches = new byte[words.count()][];
    for (int i = 0; i < searches.length; i++) {
      Search search = Search.newBuilder().setText(words.word(i)).build();
      searches[i] = Frames.bytes(FrameKind.SEARCH, 0, search.toByteArray());
    }
  }

  /**
   * Appends a request.
   *
   * @param digest what a heartbeat says of the session's registrations
   */
  void write(ByteBuf out, Operation operation, int requestId, int file, long digest) {
    switch (operation) {
      case QUERY -> copy(out, query, requestId, 2, file);
      case REGISTER -> copy(out, register, requestId, 4, file);
      case UNREGISTER -> copy(out, unregister, requestId, 2, file);
      case DETAILS -> copy(out, details, requestId, 2, file);
      case HEARTBEAT -> {
        int header = copy(out, heartbeat, requestId);
        out.setLongLE(header + 1, digest);
      }
      case SEARCH -> copy(out, searches[words.wordOf(file)], requestId);
      case PUBLISH -> Frames.write(out, FrameKind.PUBLISH, requestId, publication(file, 1));
    }
  }

  /** Appends one request that registers files, one behind the other and round, as complete. */
  void writeRegistrations(ByteBuf out, int requestId, int first, int count, int fileCount) {
    out.writeBytes(Frames.prefix(FrameKind.REGISTER, requestId, count * REGISTRATION_FIELD));
    for (int i = 0; i < count; i++) {
      int at = out.writerIndex();
      out.writeBytes(register, FramePrefix.LENGTH, REGISTRATION_FIELD);
      files.set(out, at + 4, (first + i) % fileCount);
    }
  }

  /** Names for that many files, beginning with the first. */
  Publish publication(int first, int count) {
    Publish.Builder publish = Publish.newBuilder();
    for (int file = first; file < first + count; file++) {
      publish.addFiles(
          PublishedFile.newBuilder()
              .setFileId(ByteString.copyFrom(files.bytes(file)))
              .setLength(1L + file)
              .setName(words.nameOf(file)));
    }
    return publish.build();
  }

  private void copy(ByteBuf out, byte[] frame, int requestId, int idAt, int file) {
    files.set(out, copy(out, frame, requestId) + idAt, file);
  }

  /** Returns where the header begins. */
  private static int copy(ByteBuf out, byte[] frame, int requestId) {
    int at = out.writerIndex();
    out.writeBytes(frame);
    out.setInt(at + FramePrefix.REQUEST_ID_OFFSET, requestId);
    return at + FramePrefix.LENGTH;
  }

  private static byte[] queryFrame(int maxSources, boolean subscribe) {
    ByteBuffer header = idField(ByteBuffer.allocate(64));
    header.put((byte) VARINT_FIELD_2);
    if (maxSources >= 0x80) {
      header.put((byte) (maxSources | 0x80)).put((byte) (maxSources >>> 7));
    } else {
      header.put((byte) maxSources);
    }
    if (subscribe) {
      header.put((byte) VARINT_FIELD_5).put((byte) 1);
    }
    return frame(FrameKind.QUERY, header);
  }

  private static byte[] registerFrame() {
    ByteBuffer header = ByteBuffer.allocate(64).put((byte) BYTES_FIELD_2).put((byte) REGISTRATION);
    idField(header).put((byte) VARINT_FIELD_2).put((byte) 1);
    return frame(FrameKind.REGISTER, header);
  }

  private static byte[] idFrame(FrameKind kind) {
    return frame(kind, idField(ByteBuffer.allocate(64)));
  }

  private static byte[] heartbeatFrame() {
    return frame(
        FrameKind.HEARTBEAT, ByteBuffer.allocate(64).put((byte) FIXED64_FIELD_1).putLong(0));
  }

  private static ByteBuffer idField(ByteBuffer header) {
    return header.put((byte) BYTES_FIELD_1).put((byte) FileId.LENGTH).put(new byte[FileId.LENGTH]);
  }

  private static byte[] frame(FrameKind kind, ByteBuffer header) {
    byte[] bytes = new byte[header.flip().remaining()];
    header.get(bytes);
    return Frames.bytes(kind, 0, bytes);
  }
}
