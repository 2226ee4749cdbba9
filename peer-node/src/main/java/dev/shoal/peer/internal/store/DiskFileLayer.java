package dev.shoal.peer.internal.store;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The {@link FileLayer} of the operating system. Follows no symbolic link in a file's place. */
public final class DiskFileLayer implements FileLayer {
  private final long bootId = BootId.current();

  @Override
  public long bootId() {
    return bootId;
  }

  @Override
  public DiskFile create(Path file) throws IOException {
    return open(file, READ, WRITE, CREATE_NEW);
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    return open(file, READ, WRITE, NOFOLLOW_LINKS);
  }

  private static DiskFile open(Path file, OpenOption... options) throws IOException {
    FileChannel channel = FileChannel.open(file, options);
    return new ChannelFile(channel, channel);
  }

  @Override
  public DiskFile openLocked(Path file) throws IOException {
    LockedFile locked = LockedFile.open(file);
    return new ChannelFile(locked.channel(), locked);
  }

  @Override
  public void link(Path existing, Path name) throws IOException {
    Files.createLink(name, existing);
  }

  @Override
  public void replace(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  /** Where a directory cannot be opened (Windows), its file system looks after itself. */
  @Override
  public void syncDirectory(Path directory) throws IOException {
    if (!directory.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return;
    }
    try (FileChannel channel = FileChannel.open(directory, READ)) {
      channel.force(true);
    }
  }
}
