package dev.shoal.peer.internal.tracker;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.ChunkSet;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.wire.PublishedFile;
import dev.shoal.protocol.wire.Registration;
import org.jspecify.annotations.Nullable;

/**
 * What the tracker is to know of one file on this node. Immutable.
 *
 * @param registration what is held
 * @param publication the catalogue's entry, or null if this node publishes none
 */
public record Announcement(Registration registration, @Nullable PublishedFile publication) {
  /** A complete file that this node shares under a name. */
  public static Announcement complete(PublishedFile publication) {
    return new Announcement(
        Registration.newBuilder().setFileId(publication.getFileId()).setComplete(true).build(),
        publication);
  }

  /** A complete file that this node downloaded. */
  public static Announcement complete(FileId fileId) {
    return new Announcement(
        Registration.newBuilder().setFileId(bytes(fileId)).setComplete(true).build(), null);
  }

  /** A download: what it has at this moment; how it grows, peers tell each other. */
  public static Announcement partial(FileId fileId, int chunkSize, ChunkSet chunks) {
    return new Announcement(
        Registration.newBuilder()
            .setFileId(bytes(fileId))
            .setChunkSize(chunkSize)
            .setChunkSet(ByteString.copyFrom(chunks.toBytes()))
            .build(),
        null);
  }

  private static ByteString bytes(FileId fileId) {
    return ByteString.copyFrom(fileId.toBytes());
  }

  /** The file. */
  public FileId fileId() {
    return FileId.fromBytes(registration.getFileId().toByteArray());
  }
}
