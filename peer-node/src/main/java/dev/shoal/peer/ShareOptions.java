package dev.shoal.peer;

import dev.shoal.protocol.ChunkSize;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.Limits;
import dev.shoal.transport.RateLimit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * How one file is to be shared. Immutable; each {@code with} method gives a changed copy.
 *
 * @param name what others see, which may have folders in front of it with {@code /} between; empty:
 *     the file's own. Default empty
 * @param tags words it is found by, beside its name. Default none
 * @param chunkSize that this node offers first, bytes; 0: as fits the length. Default 0
 * @param onHashed told of the bytes hashed so far, from any thread; must not block. Default nothing
 * @param uploadLimit bytes of it to be sent in a second, to all peers together; 0: no limit, beside
 *     the node's. Default 0
 * @param groups whose members alone may see and fetch it; none: everybody may. Default none
 * @param listed whether the tracker's catalogue, or the groups' lists, are to name it; if not, it
 *     is found by who knows its id, as after a download. Default yes
 * @param approval asked with the file's id as soon as that is known, and before anybody may have
 *     the file, from any thread; must not block. If what it gives fails, the file is not shared,
 *     and the share fails so. Default: granted
 */
public record ShareOptions(
    String name,
    List<String> tags,
    int chunkSize,
    LongConsumer onHashed,
    long uploadLimit,
    List<String> groups,
    boolean listed,
    Function<FileId, CompletableFuture<Void>> approval) {
  private static final ShareOptions DEFAULTS =
      new ShareOptions(
          "",
          List.of(),
          0,
          hashed -> {},
          0,
          List.of(),
          true,
          fileId -> CompletableFuture.completedFuture(null));

  /**
   * Checks the chunk size, the number of tags and the limit.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public ShareOptions {
    if (chunkSize != 0) {
      ChunkSize.require(chunkSize);
    }
    RateLimit.checked(uploadLimit);
    tags = List.copyOf(tags);
    groups = List.copyOf(groups);
    if (tags.size() > Limits.MAX_TAGS) {
      throw new IllegalArgumentException("a file has at most " + Limits.MAX_TAGS + " tags");
    }
  }

  /** All defaults. */
  public static ShareOptions defaults() {
    return DEFAULTS;
  }

  /** See {@link #name()}. */
  public ShareOptions withName(String value) {
    return new ShareOptions(
        value, tags, chunkSize, onHashed, uploadLimit, groups, listed, approval);
  }

  /** See {@link #tags()}. */
  public ShareOptions withTags(List<String> value) {
    return new ShareOptions(
        name, value, chunkSize, onHashed, uploadLimit, groups, listed, approval);
  }

  /** See {@link #chunkSize()}. */
  public ShareOptions withChunkSize(int value) {
    return new ShareOptions(name, tags, value, onHashed, uploadLimit, groups, listed, approval);
  }

  /** See {@link #onHashed()}. */
  public ShareOptions withOnHashed(LongConsumer value) {
    return new ShareOptions(name, tags, chunkSize, value, uploadLimit, groups, listed, approval);
  }

  /** See {@link #uploadLimit()}. */
  public ShareOptions withUploadLimit(long value) {
    return new ShareOptions(name, tags, chunkSize, onHashed, value, groups, listed, approval);
  }

  /** See {@link #groups()}. */
  public ShareOptions withGroups(List<String> value) {
    return new ShareOptions(name, tags, chunkSize, onHashed, uploadLimit, value, listed, approval);
  }

  /** See {@link #listed()}. */
  public ShareOptions withListed(boolean value) {
    return new ShareOptions(name, tags, chunkSize, onHashed, uploadLimit, groups, value, approval);
  }

  /** See {@link #approval()}. */
  public ShareOptions withApproval(Function<FileId, CompletableFuture<Void>> value) {
    return new ShareOptions(name, tags, chunkSize, onHashed, uploadLimit, groups, listed, value);
  }
}
