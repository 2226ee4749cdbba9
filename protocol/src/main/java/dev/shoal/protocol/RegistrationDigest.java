package dev.shoal.protocol;

import dev.shoal.protocol.wire.Registration;
import java.nio.ByteBuffer;

/**
 * What one session has registered, as a number that peer and tracker compare instead of the lists:
 * the XOR, over the registrations, of the first 8 bytes of SHA-256(file id ‖ complete as u8 ‖ chunk
 * size as u32 ‖ chunk set).
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
    var sha256 = HashTree.sha256();
    sha256.update(registration.getFileId().asReadOnlyByteBuffer());
    sha256.update((byte) (registration.getComplete() ? 1 : 0));
    sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, registration.getChunkSize()));
    sha256.update(registration.getChunkSet().asReadOnlyByteBuffer());
    return ByteBuffer.wrap(sha256.digest()).getLong();
  }
}
