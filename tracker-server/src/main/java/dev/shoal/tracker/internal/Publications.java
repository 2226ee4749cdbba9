package dev.shoal.tracker.internal;

import com.google.protobuf.ProtocolStringList;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Publish;
import dev.shoal.protocol.wire.Published;
import dev.shoal.protocol.wire.PublishedFile;
import dev.shoal.protocol.wire.Rejection;
import java.util.List;
import java.util.function.LongSupplier;

/** Enters published files in the catalogue, each judged by itself. */
final class Publications {
  private final Catalogue catalogue;
  private final LongSupplier nowMillis;

  /**
   * For that catalogue.
   *
   * @param nowMillis Unix time
   */
  Publications(Catalogue catalogue, LongSupplier nowMillis) {
    this.catalogue = catalogue;
    this.nowMillis = nowMillis;
  }

  /** Publishes a batch in the name of a peer; what cannot be taken is rejected with the reason. */
  Published publish(PeerId publisher, Publish request) throws ProtocolException {
    Batches.check(request.getFilesCount(), "files");
    long millis = nowMillis.getAsLong();
    Published.Builder answer = Published.newBuilder();
    for (int i = 0; i < request.getFilesCount(); i++) {
      try {
        publish(publisher, request.getFiles(i), millis);
      } catch (ProtocolException e) {
        answer.addRejections(rejection(i, e));
      }
    }
    return answer.build();
  }

  private void publish(PeerId publisher, PublishedFile file, long millis) throws ProtocolException {
    long length = file.getLength();
    if (length < 0 || length > Limits.MAX_FILE_LENGTH) {
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST,
          "a file has at most "
              + Limits.MAX_FILE_LENGTH
              + " bytes, not "
              + Long.toUnsignedString(length));
    }
    NameRules.check(file.getName(), Limits.MAX_NAME_BYTES, "name");
    ProtocolStringList tags = file.getTagsList();
    if (tags.size() > Limits.MAX_TAGS) {
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST,
          "a file has at most " + Limits.MAX_TAGS + " tags, not " + tags.size());
    }
    for (String tag : tags) {
      NameRules.check(tag, Limits.MAX_TAG_BYTES, "tag");
    }
    catalogue.publish(
        FileIds.read(file.getFileId()),
        length,
        file.getName(),
        List.copyOf(tags),
        publisher,
        millis);
  }

  private static Rejection rejection(int index, ProtocolException reason) {
    return Rejection.newBuilder()
        .setIndex(index)
        .setCode(reason.code().number())
        .setMessage(String.valueOf(reason.getMessage()))
        .build();
  }
}
