package dev.shoal.protocol;

import java.nio.ByteBuffer;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Names a node: SHA-256 of its public key in X.509 encoding. 32 bytes. On a plain connection it is
 * a claim, on a TLS connection it is proven. Immutable.
 */
public final class PeerId {
  /** Bytes of an id. */
  public static final int LENGTH = 32;

  private final byte[] bytes;

  private PeerId(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The id of the node with that key. */
  public static PeerId of(PublicKey key) {
    return new PeerId(HashTree.sha256().digest(key.getEncoded()));
  }

  /**
   * The id with those bytes, which are copied.
   *
   * @throws IllegalArgumentException unless there are 32
   */
  public static PeerId fromBytes(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a peer id has 32 bytes, not " + bytes.length);
    }
    return new PeerId(bytes.clone());
  }

  /**
   * Reads the form of {@link #toText}, in either case, with or without what stands between its
   * groups, and with 0, 1 and 8 for O, I and B; or 64 hex digits.
   *
   * @throws IllegalArgumentException with a sentence for a person
   */
  public static PeerId parse(String text) {
    String bare = text.replaceAll("[\\s-]", "");
    boolean hex = bare.length() == 2 * LENGTH && bare.chars().allMatch(HexFormat::isHexDigit);
    return new PeerId(hex ? HexFormat.of().parseHex(bare) : PeerIdText.parse(bare));
  }

  /**
   * The form for people: eight groups of seven letters and digits with hyphens between them, check
   * characters included.
   */
  public String toText() {
    return PeerIdText.format(bytes);
  }

  /** A copy of the 32 bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PeerId id && Arrays.equals(bytes, id.bytes);
  }

  @Override
  public int hashCode() {
    return ByteBuffer.wrap(bytes).getInt();
  }

  /** 64 lower-case hex digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
