package dev.shoal.peer.internal.bulk;

import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.FileOutcome;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.SourceProgress;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.WantedFile;
import dev.shoal.peer.internal.access.Audience;
import dev.shoal.peer.internal.download.DownloadContext;
import dev.shoal.peer.internal.hash.FileStamp;
import dev.shoal.peer.internal.hash.HashedFile;
import dev.shoal.peer.internal.store.WholeFile;
import dev.shoal.peer.internal.store.WholeFiles;
import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.ChunkSize;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.HashTree;
import dev.shoal.protocol.Manifest;
import dev.shoal.protocol.wire.FilesData;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where batches go once they are here: each file is hashed, compared with its id, and only then
 * written and named. On worker threads.
 */
final class BatchSink {
  private static final byte[] NO_HASHES = {};

  private final DownloadContext context;
  private final List<WantedFile> files;
  private final boolean overwrite;
  private final boolean keepSharing;

  BatchSink(
      DownloadContext context, List<WantedFile> files, boolean overwrite, boolean keepSharing) {
    this.context = context;
    this.files = files;
    this.overwrite = overwrite;
    this.keepSharing = keepSharing;
  }

  /** One file of a batch. */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  private record Part(int file, int length, byte[] hashes, Path destination, WholeFile stored) {
    Manifest manifest() {
      return Manifest.of(new ChunkLayout(length, ChunkSize.MIN), hashes);
    }
  }

  /**
   * What became of the files of a batch.
   *
   * @param decided files that are in their place, or can't be
   * @param outcomes of these, in the same order
   * @param taken files that can't be stored in a batch now
   * @param bad files whose bytes are not theirs
   */
  record Stored(
      List<Integer> decided, List<FileOutcome> outcomes, List<Integer> taken, List<Integer> bad) {}

  /**
   * Stores what is in a batch; blocks.
   *
   * @param asked the files that were asked for
   * @param bytes stay the caller's
   * @param from who sent them
   * @param took how long the batch was under way
   */
  Stored store(
      int[] asked, FilesData header, ByteBuf bytes, InetSocketAddress from, Duration took) {
    int count = header.getIndexesCount();
    Stored stored =
        new Stored(
            new ArrayList<>(count), new ArrayList<>(count), new ArrayList<>(), new ArrayList<>());
    List<Part> good = new ArrayList<>(count);
    MessageDigest digest = HashTree.sha256();
    int at = bytes.readerIndex();
    for (int i = 0; i < count; i++) {
      int file = asked[header.getIndexes(i)];
      int length = header.getLengths(i);
      WantedFile wanted = files.get(file);
      ByteBuffer content = bytes.nioBuffer(at, length);
      at += length;
      byte[] hashes = hashes(content.duplicate());
      if (id(digest, hashes, length).equals(wanted.fileId())) {
        Path destination = wanted.destination().toAbsolutePath();
        WholeFile whole = new WholeFile(destination, wanted.fileId(), content);
        good.add(new Part(file, length, hashes, destination, whole));
      } else {
        stored.bad.add(file);
      }
    }
    WholeFiles.store(context.files(), good.stream().map(Part::stored).toList(), overwrite);
    for (Part part : good) {
      if (part.stored.isTaken()) {
        stored.taken.add(part.file);
      } else {
        stored.decided.add(part.file);
        stored.outcomes.add(outcome(part, from, took));
      }
    }
    return stored;
  }

  /** The chunk hashes of a file that is no longer than the smallest chunk: its root, or none. */
  private byte[] hashes(ByteBuffer content) {
    int length = content.remaining();
    return length == 0
        ? NO_HASHES
        : context.hashers().hash(content, new ChunkLayout(length, ChunkSize.MIN).paddedLeaves());
  }

  /** As {@link FileId#of} says, with a digest that is used for many. */
  private static FileId id(MessageDigest digest, byte[] hashes, int length) {
    byte[] root = hashes.length == 0 ? digest.digest() : hashes;
    digest.update(root);
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, length));
    return FileId.fromBytes(digest.digest());
  }

  private FileOutcome outcome(Part part, InetSocketAddress from, Duration took) {
    WantedFile wanted = files.get(part.file);
    ShoalException failure = part.stored.failure();
    if (failure == null) {
      context.hashes().learn(part.destination, part.manifest());
      failure = keepSharing ? share(part) : null;
    }
    if (failure != null) {
      return new FileOutcome(wanted.fileId(), wanted.destination(), null, failure);
    }
    List<SourceProgress> sources = List.of(new SourceProgress(from, part.length, 0, true));
    DownloadResult result =
        new DownloadResult(wanted.destination(), part.length, 0, part.length, took, sources);
    return new FileOutcome(wanted.fileId(), wanted.destination(), result, null);
  }

  private @Nullable StorageException share(Part part) {
    try {
      Path path = part.destination;
      HashedFile file = new HashedFile(path, FileStamp.of(path), part.manifest());
      String name = String.valueOf(path.getFileName());
      context.library().keep(file, name, Audience.ofEverybody());
      return null;
    } catch (StorageException e) {
      return e;
    }
  }
}
