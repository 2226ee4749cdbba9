package dev.shoal.tracker.internal.catalogue;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.PeerId;
import dev.shoal.tracker.internal.state.StoredFile;
import java.nio.ByteBuffer;
import java.util.List;

/** Values that tests need and that are all the same to them. */
final class Some {
  private Some() {}

  static FileId fileId(int number) {
    return FileId.fromBytes(ByteBuffer.allocate(FileId.LENGTH).putInt(0, number).array());
  }

  static PeerId peerId(int number) {
    return PeerId.fromBytes(ByteBuffer.allocate(PeerId.LENGTH).putInt(0, number).array());
  }

  static ByteString bytes(FileId file) {
    return ByteString.copyFrom(file.toBytes());
  }

  /** A file with the id of its number, published by 3 at 7 milliseconds. */
  static StoredFile file(int number, String name, String... tags) {
    return StoredFile.newBuilder()
        .setNumber(number)
        .setFileId(bytes(fileId(number)))
        .setLength(100)
        .setName(name)
        .addAllTags(List.of(tags))
        .setPublisher(ByteString.copyFrom(peerId(3).toBytes()))
        .setPublishedMillis(7)
        .build();
  }
}
