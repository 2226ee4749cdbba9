package dev.shoal.tracker.internal.store;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.ProtocolException;
import java.util.List;

/** What may be said of a file that is to be published. */
final class FileRules {
  private FileRules() {}

  /**
   * Does nothing for a description that is in order.
   *
   * @throws ProtocolException with {@link ErrorCode#BAD_REQUEST} for another
   */
  static void check(
      ByteString fileId, long length, String name, List<String> tags, ByteString publisher)
      throws ProtocolException {
    if (publisher.size() != PeerId.LENGTH) {
      throw refusal("a peer id has 32 bytes, not " + publisher.size());
    }
    check(fileId, length, name, tags);
  }

  /** As above, for a file that no peer in particular publishes. */
  static void check(ByteString fileId, long length, String name, List<String> tags)
      throws ProtocolException {
    if (fileId.size() != FileId.LENGTH) {
      throw refusal("a file id has 32 bytes, not " + fileId.size());
    }
    if (length < 0 || length > Limits.MAX_FILE_LENGTH) {
      throw refusal(
          "a file has at most "
              + Limits.MAX_FILE_LENGTH
              + " bytes, not "
              + Long.toUnsignedString(length));
    }
    NameRules.check(name, Limits.MAX_NAME_BYTES, "name");
    if (tags.size() > Limits.MAX_TAGS) {
      throw refusal("a file has at most " + Limits.MAX_TAGS + " tags, not " + tags.size());
    }
    for (String tag : tags) {
      NameRules.check(tag, Limits.MAX_TAG_BYTES, "tag");
    }
  }

  private static ProtocolException refusal(String sentence) {
    return new ProtocolException(ErrorCode.BAD_REQUEST, sentence);
  }
}
