package dev.shoal.tracker.internal;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.ChunkSize;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.wire.PublishedFile;
import dev.shoal.protocol.wire.Register;
import dev.shoal.protocol.wire.Registration;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/** Values that tests need and that are all the same to them. */
final class Some {
  static final Duration LEASE = Duration.ofSeconds(90);
  static final Duration RESUME = Duration.ofSeconds(60);
  static final Listening LISTENING = new Listening(7071, false);

  private Some() {}

  /** The defaults, but with few registrations, sessions and files. */
  static TrackerPolicy policy() {
    return new TrackerPolicy(Duration.ofSeconds(30), LEASE, RESUME, 30, 256, 20, 10, 1000);
  }

  static FileId fileId(int number) {
    return FileId.fromBytes(ByteBuffer.allocate(FileId.LENGTH).putInt(0, number).array());
  }

  static PeerId peerId(int number) {
    return PeerId.fromBytes(ByteBuffer.allocate(PeerId.LENGTH).putInt(0, number).array());
  }

  static ByteString bytes(FileId file) {
    return ByteString.copyFrom(file.toBytes());
  }

  static Registration complete(int file) {
    return Registration.newBuilder().setFileId(bytes(fileId(file))).setComplete(true).build();
  }

  static Registration partial(int file, int... chunkBytes) {
    ByteString.Output chunks = ByteString.newOutput();
    for (int each : chunkBytes) {
      chunks.write(each);
    }
    return Registration.newBuilder()
        .setFileId(bytes(fileId(file)))
        .setChunkSize(ChunkSize.DEFAULT)
        .setChunkSet(chunks.toByteString())
        .build();
  }

  static Register register(Registration... registrations) {
    return Register.newBuilder().addAllRegistrations(List.of(registrations)).build();
  }

  static PublishedFile published(int file, long length, String name, String... tags) {
    return PublishedFile.newBuilder()
        .setFileId(bytes(fileId(file)))
        .setLength(length)
        .setName(name)
        .addAllTags(List.of(tags))
        .build();
  }
}
