package dev.shoal.peer.console;

import dev.shoal.peer.StorageException;
import dev.shoal.peer.StorageException.Reason;
import dev.shoal.protocol.FileNames;
import dev.shoal.protocol.PlainText;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that the page sends, while it comes: beside its place, under a name of its own. Every
 * method blocks; for one thread at a time.
 */
final class UploadFile implements Closeable {
  /** What the name of a part of a file is like, so that what a crash leaves can be told. */
  private static final Pattern PART = Pattern.compile("\\.upload-[0-9a-f-]{36}\\.part");

  /** A part to which nothing was added for so long is nobody's any more. */
  private static final Duration OLD = Duration.ofDays(1);

  /** Below this many usable bytes an unknown failure to write is put down to it. */
  private static final long NEARLY_FULL = 1 << 20;

  private static final int MOST_NAMES = 10_000;

  private static final Logger log = LoggerFactory.getLogger(UploadFile.class);

  private final Path part;
  private final FileChannel channel;
  private final String name;
  private boolean published;

  private UploadFile(Path part, FileChannel channel, String name) {
    this.part = part;
    this.channel = channel;
    this.name = name;
  }

  /**
   * Begins one.
   *
   * @param directory made if it is missing
   * @param claimed what the caller calls it; no more than its last part counts
   */
  static UploadFile create(Path directory, String claimed) throws IOException {
    Files.createDirectories(directory);
    Path part = directory.resolve(".upload-" + UUID.randomUUID() + ".part");
    FileChannel channel =
        FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    return new UploadFile(part, channel, FileNames.safe(claimed, "upload"));
  }

  /** Removes parts that processes have left which were ended in the middle of them. */
  static void sweep(Path directory) {
    if (!Files.isDirectory(directory)) {
      return;
    }
    FileTime youngest = FileTime.from(Instant.now().minus(OLD));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, ".upload-*.part")) {
      for (Path left : files) {
        if (PART.matcher(left.getFileName().toString()).matches()) {
          removeIfOlder(left, youngest);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      log.warn("what uploads have left in {} could not be looked for", directory, e);
    }
  }

  private static void removeIfOlder(Path left, FileTime youngest) {
    try {
      if (Files.getLastModifiedTime(left, LinkOption.NOFOLLOW_LINKS).compareTo(youngest) < 0) {
        Files.deleteIfExists(left);
      }
    } catch (NoSuchFileException e) {
      log.debug("{} has gone by itself", left, e);
    } catch (IOException e) {
      log.warn("{} could not be removed", left, e);
    }
  }

  /** Where it will be. */
  Path directory() {
    return Objects.requireNonNull(part.getParent());
  }

  /** The name that is safe. */
  String name() {
    return name;
  }

  /** Adds what has come. */
  void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /**
   * All of it is here: gives it its name, or one with a number if that is taken. What is there is
   * never replaced.
   *
   * @return where it is
   */
  Path publish() throws IOException {
    channel.force(true);
    channel.close();
    for (int number = 0; number < MOST_NAMES; number++) {
      Path target = part.resolveSibling(number == 0 ? name : numbered(number));
      try {
        moveWithoutReplacing(target);
        published = true;
        return target;
      } catch (FileAlreadyExistsException e) {
        // the next one, then
      }
    }
    throw new IOException("too many files are called " + name);
  }

  private String numbered(int number) {
    String suffix = " (" + number + ")";
    String base = FileNames.shorten(name, FileNames.MAX_BYTES - suffix.length());
    int dot = base.lastIndexOf('.');
    return dot > 0 ? base.substring(0, dot) + suffix + base.substring(dot) : base + suffix;
  }

  /** A link never replaces, which a move may do unseen; not every file system has links. */
  private void moveWithoutReplacing(Path target) throws IOException {
    try {
      Files.createLink(target, part);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.move(part, target);
      return;
    }
    Files.delete(part);
  }

  /** Nothing is left of it unless it was published. */
  @Override
  public void close() {
    try {
      channel.close();
      if (!published) {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      log.warn("{} could not be removed; a later start will do it", part, e);
    }
  }

  /** Says in a sentence what the disk has refused. */
  static StorageException explained(Path directory, IOException failure) {
    String why =
        failure instanceof FileSystemException refused && refused.getReason() != null
            ? refused.getReason()
            : failure.getMessage();
    return new StorageException(
        isFull(directory, failure) ? Reason.DISK_FULL : Reason.FAILED,
        "the file could not be written to " + PlainText.of(directory + ": " + why),
        failure);
  }

  /** What systems say in words, and what is left of the disk. */
  private static boolean isFull(Path directory, IOException failure) {
    String message = String.valueOf(failure.getMessage());
    if (message.contains("No space left") || message.contains("not enough space")) {
      return true;
    }
    try {
      return Files.getFileStore(directory).getUsableSpace() < NEARLY_FULL;
    } catch (IOException e) {
      return false;
    }
  }
}
