package dev.shoal.protocol;

import dev.shoal.protocol.wire.Registration;
import java.nio.ByteBuffer;

/**
 * What one session has registered, as a number that peer and tracker compare instead of the lists:
 * the XOR over the registrations. A complete one contributes the first 8 bytes of its file id,
 * which are those of a hash already; another the first 8 bytes of SHA-256(file id ‖ chunk size as
 * u32 ‖ chunk set).
 *
 * <p>Order does not matter and a registration taken away is the same operation as one added. It
 * finds two sides out of step; it is no protection against a session that lies to itself.
 */
public final class RegistrationDigest {
  private RegistrationDigest() {}

  /** Digest of no registration. */
  public static final long EMPTY = 0;

  /** What a registration adds to, or takes from, a digest by XOR. */
  public static long of(Registration registration) {
    ByteBuffer fileId = registration.getFileId().asReadOnlyByteBuffer();
    return registration.getComplete()
        ? fileId.getLong(0)
        : partial(
            fileId, registration.getChunkSize(), registration.getChunkSet().asReadOnlyByteBuffer());
  }

  /**
   * What the registration of a leecher contributes.
   *
   * @param fileId 32 bytes; read to its end
   * @param chunkSet read to its end
   */
  public static long partial(ByteBuffer fileId, int chunkSize, ByteBuffer chunkSet) {
    var sha256 = HashTree.sha256();
    sha256.update(fileId);
    sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, chunkSize));
    sha256.update(chunkSet);
    return ByteBuffer.wrap(sha256.digest()).getLong();
  }
}
