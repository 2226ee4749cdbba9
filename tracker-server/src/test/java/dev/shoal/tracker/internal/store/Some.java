package dev.shoal.tracker.internal.store;

import com.google.protobuf.ByteString;
import dev.shoal.tracker.internal.state.Command;
import dev.shoal.tracker.internal.state.CountCompletions;
import dev.shoal.tracker.internal.state.PublishFiles;
import dev.shoal.tracker.internal.state.StoredFile;
import java.nio.ByteBuffer;
import java.util.List;

/** Values that tests need and that are all the same to them. */
final class Some {
  static final long MILLIS = 1_700_000_000_000L;

  private Some() {}

  /** An id of a file or a peer. */
  static ByteString id(int number) {
    return ByteString.copyFrom(ByteBuffer.allocate(32).putInt(0, number));
  }

  static PublishFiles.File file(int id, String name, String... tags) {
    return PublishFiles.File.newBuilder()
        .setFileId(id(id))
        .setLength(1000L + id)
        .setName(name)
        .addAllTags(List.of(tags))
        .build();
  }

  static Command publish(int publisher, PublishFiles.File... files) {
    return Command.newBuilder()
        .setNowMillis(MILLIS)
        .setPublish(
            PublishFiles.newBuilder().setPublisher(id(publisher)).addAllFiles(List.of(files)))
        .build();
  }

  static Command completion(int file, long count) {
    return Command.newBuilder()
        .setNowMillis(MILLIS)
        .setCompletions(CountCompletions.newBuilder().addFileIds(id(file)).addCounts(count))
        .build();
  }

  static StoredFile stored(int number, int id, int publisher, String name) {
    return StoredFile.newBuilder()
        .setNumber(number)
        .setFileId(id(id))
        .setLength(1000L + id)
        .setName(name)
        .setPublisher(id(publisher))
        .setPublishedMillis(MILLIS)
        .build();
  }
}
