package dev.shoal.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tracker's signed statement that one node may fetch files of one group until a moment; whoever
 * knows the tracker's keys can check it without asking. Immutable.
 *
 * <pre>
 *   0         1        2          4         8              16             24           32
 *   | version | rights | reserved | key id  | issued: u64  | expires: u64 | epoch: u64 |
 *   | u8: 1   | u8     | u16: 0   | u32     | ms           | ms           |            |
 *
 *   32          48              80                     112                        176
 *   | group: 16 | holder: 32    | file: 32, or zeros   | Ed25519 signature: 64    |
 * </pre>
 *
 * <p>All integers big-endian, times Unix milliseconds by the tracker's clock. The signature (RFC
 * 8032) is over {@code "shoal capability 1\0"} and the 112 bytes before it: the prefix keeps what
 * is signed here from meaning anything elsewhere.
 *
 * @param keyId of the key that signs it
 * @param rights bit set of {@link #FETCH}
 * @param issuedMillis when it was made
 * @param expiresMillis from when on it is good no more
 * @param epoch of the group's members when it was made, from 1
 * @param group whose files it is for
 * @param holder the only node that may use it
 * @param file the only file that it is for; null: all of the group's
 */
public record CapabilityToken(
    int keyId,
    int rights,
    long issuedMillis,
    long expiresMillis,
    long epoch,
    GroupId group,
    PeerId holder,
    @Nullable FileId file) {
  /** Right to fetch manifests and chunks. */
  public static final int FETCH = 1;

  /** Bytes of a token. */
  public static final int LENGTH = 176;

  /** Longest life of one, milliseconds: whoever is removed is out after that, wherever. */
  public static final long MAX_LIFE_MILLIS = 10 * 60 * 1000;

  private static final int SIGNED = 112;
  private static final int VERSION = 1;
  private static final byte[] CONTEXT = "shoal capability 1\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NO_FILE = new byte[FileId.LENGTH];

  /**
   * Checks the fields.
   *
   * @throws IllegalArgumentException if it would live for longer than {@link #MAX_LIFE_MILLIS}, or
   *     not at all, if it gives rights that there are not, if its epoch is none, or if its file is
   *     what stands for all files on the wire
   */
  public CapabilityToken {
    if (issuedMillis < 0
        || expiresMillis <= issuedMillis
        || expiresMillis - issuedMillis > MAX_LIFE_MILLIS) {
      throw new IllegalArgumentException("a capability lives for at most ten minutes");
    }
    if (rights != FETCH) {
      throw new IllegalArgumentException("a capability gives the right to fetch, and no other");
    }
    if (epoch < 1) {
      throw new IllegalArgumentException("epochs are counted from 1");
    }
    if (file != null && Arrays.equals(file.toBytes(), NO_FILE)) {
      throw new IllegalArgumentException("no file has the id of zeros");
    }
  }

  /** Whether it is for that file, being for its group. */
  public boolean covers(FileId fileId) {
    return file == null || file.equals(fileId);
  }

  /**
   * Signs it.
   *
   * @param key Ed25519, the one that the key id stands for
   * @return {@link #LENGTH} bytes
   * @throws IllegalArgumentException if it is a key of another kind
   */
  public byte[] sign(PrivateKey key) {
    byte[] token = new byte[LENGTH];
    ByteBuffer.wrap(token)
        .put((byte) VERSION)
        .put((byte) rights)
        .putShort((short) 0)
        .putInt(keyId)
        .putLong(issuedMillis)
        .putLong(expiresMillis)
        .putLong(epoch)
        .put(group.toBytes())
        .put(holder.toBytes())
        .put(file == null ? NO_FILE : file.toBytes());
    try {
      Signature signature = ed25519();
      signature.initSign(key);
      signature.update(CONTEXT);
      signature.update(token, 0, SIGNED);
      signature.sign(token, SIGNED, LENGTH - SIGNED);
      return token;
    } catch (InvalidKeyException e) {
      throw new IllegalArgumentException("a capability is signed with an Ed25519 key", e);
    } catch (SignatureException e) {
      throw new IllegalStateException("this Java runtime cannot sign with Ed25519", e);
    }
  }

  /**
   * Reads a token and checks its signature. Says nothing about time, holder or group.
   *
   * @param bytes from the wire
   * @param keys finds the public key of an id
   * @throws ProtocolException with {@link ErrorCode#BAD_REQUEST} if it makes no sense, with {@link
   *     ErrorCode#DENIED} if nobody known signed it
   */
  public static CapabilityToken verify(byte[] bytes, KeyFinder keys) throws ProtocolException {
    CapabilityToken token = read(bytes);
    PublicKey key = keys.find(token.keyId).orElseThrow(CapabilityToken::unsigned);
    try {
      Signature signature = ed25519();
      signature.initVerify(key);
      signature.update(CONTEXT);
      signature.update(bytes, 0, SIGNED);
      if (!signature.verify(bytes, SIGNED, LENGTH - SIGNED)) {
        throw unsigned();
      }
      return token;
    } catch (InvalidKeyException | SignatureException e) {
      throw unsigned();
    }
  }

  private static Signature ed25519() {
    try {
      return Signature.getInstance("Ed25519");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no Ed25519", e);
    }
  }

  /** Finds the keys of a tracker. */
  @FunctionalInterface
  public interface KeyFinder {
    /** The Ed25519 key with that id; empty if it is not known, or not good any more. */
    Optional<PublicKey> find(int keyId);
  }

  /**
   * Reads a token, whoever signed it: what it says is a claim.
   *
   * @param bytes from the wire
   * @throws ProtocolException with {@link ErrorCode#BAD_REQUEST} if it makes no sense
   */
  public static CapabilityToken read(byte[] bytes) throws ProtocolException {
    if (bytes.length != LENGTH) {
      throw malformed("it has " + LENGTH + " bytes, not " + bytes.length);
    }
    ByteBuffer fields = ByteBuffer.wrap(bytes);
    int version = fields.get();
    int rights = fields.get();
    if (version != VERSION || fields.getShort() != 0) {
      throw malformed("it is of another version");
    }
    int keyId = fields.getInt();
    long issued = fields.getLong();
    long expires = fields.getLong();
    long epoch = fields.getLong();
    GroupId group = GroupId.fromBytes(take(fields, GroupId.LENGTH));
    PeerId holder = PeerId.fromBytes(take(fields, PeerId.LENGTH));
    byte[] file = take(fields, FileId.LENGTH);
    try {
      return new CapabilityToken(
          keyId,
          rights,
          issued,
          expires,
          epoch,
          group,
          holder,
          Arrays.equals(file, NO_FILE) ? null : FileId.fromBytes(file));
    } catch (IllegalArgumentException e) {
      throw malformed(String.valueOf(e.getMessage()));
    }
  }

  private static byte[] take(ByteBuffer fields, int length) {
    byte[] taken = new byte[length];
    fields.get(taken);
    return taken;
  }

  private static ProtocolException malformed(String why) {
    return new ProtocolException(ErrorCode.BAD_REQUEST, "the capability makes no sense: " + why);
  }

  private static ProtocolException unsigned() {
    return new ProtocolException(
        ErrorCode.DENIED, "the capability is not signed by the tracker of the group");
  }
}
