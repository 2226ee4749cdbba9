package dev.shoal.peer.internal.trust;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.shoal.protocol.PeerId;
import dev.shoal.transport.PrivateFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;

/**
 * The file {@code known-trackers} of a data directory. Only ever grows, by whole lines in one write
 * each, so that several processes may use it at once. Every method blocks.
 */
final class KnownTrackersFile {
  private static final String NAME = "known-trackers";

  /** Room for more trackers than anybody meets. */
  private static final int LONGEST = 1 << 20;

  private final PrivateFile file;

  KnownTrackersFile(Path directory) {
    this.file = PrivateFile.of(directory.resolve(NAME));
  }

  Path path() {
    return file.path();
  }

  /** What it says; nothing if it does not exist. */
  KnownTrackers read() throws IOException {
    return KnownTrackers.parse(text());
  }

  /** Adds a tracker. Who reads it afterwards sees whether another process was first. */
  void add(TrackerAddress tracker, PeerId fingerprint) throws IOException {
    String before = text();
    if (before.isEmpty()) {
      try {
        file.create(new byte[0]);
      } catch (FileAlreadyExistsException e) {
        // so much the better
      }
    }
    // Somebody's editor may have left the last line open.
    String opening = before.isEmpty() || before.endsWith("\n") ? "" : "\n";
    String line = opening + KnownTrackers.line(tracker, fingerprint);
    try (FileChannel channel = FileChannel.open(file.path(), Set.of(WRITE, APPEND))) {
      channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
      channel.force(true);
    }
  }

  private String text() throws IOException {
    try {
      return new String(file.read(LONGEST), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return "";
    }
  }
}
