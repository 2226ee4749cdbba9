package dev.shoal.peer.internal.store;

import dev.shoal.protocol.HashTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/** A number that differs for each run of the machine. */
final class BootId {
  private BootId() {}

  private static final Path LINUX = Path.of("/proc/sys/kernel/random/boot_id");

  /** The kernel's on Linux. Elsewhere a random one, so that nothing counts that was not forced. */
  static long current() {
    try {
      String text = Files.readString(LINUX).strip();
      byte[] digest = HashTree.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (IOException e) {
      return new SecureRandom().nextLong();
    }
  }
}
