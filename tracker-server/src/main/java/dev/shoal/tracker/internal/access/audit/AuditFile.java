package dev.shoal.tracker.internal.access.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * The file of an audit log, which only its owner may read. It is opened anew each time, so that it
 * may be moved away while the tracker runs, and only ever appended to.
 */
final class AuditFile implements AuditSink {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<OpenOption> APPEND =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          StandardOpenOption.APPEND,
          LinkOption.NOFOLLOW_LINKS);

  private final Path path;

  /** Whether the file may end within a line: after a crash, or when a write failed. */
  private boolean torn;

  /**
   * Makes sure that the file is there and can be written. Blocks.
   *
   * @throws IOException with a sentence for a person
   */
  AuditFile(Path path) throws IOException {
    this.path = path;
    try {
      torn = !endsWithLine();
      write(List.of());
    } catch (IOException e) {
      throw new IOException("the audit log " + path + " cannot be written", e);
    }
  }

  @Override
  public void write(List<String> lines) throws IOException {
    StringBuilder text = new StringBuilder(torn ? "\n" : "");
    lines.forEach(line -> text.append(line).append('\n'));
    ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.US_ASCII));
    torn = true;
    try (FileChannel file = FileChannel.open(path, APPEND, attributes())) {
      keepToOwner();
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(false);
    }
    torn = false;
  }

  private boolean endsWithLine() throws IOException {
    if (!Files.exists(path) || Files.size(path) == 0) {
      return true;
    }
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      file.read(last, file.size() - 1);
      return last.get(0) == '\n';
    }
  }

  /** As a file that was there may be open to others. */
  private void keepToOwner() throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view != null && !view.readAttributes().permissions().equals(OWNER_ONLY)) {
      view.setPermissions(OWNER_ONLY);
    }
  }

  private FileAttribute<?>[] attributes() {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
  }
}
