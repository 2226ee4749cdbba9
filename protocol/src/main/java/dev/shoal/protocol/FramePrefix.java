package dev.shoal.protocol;

/**
 * The fixed 16 bytes before every frame's header, all fields big-endian:
 *
 * <pre>
 *   0         4         8        10       12          16
 *   | H: u32  | B: u32  | kind   | flags  | requestId |
 *                        u16      u16      u32
 * </pre>
 *
 * H is the header's length in bytes, B the body's. A flyweight: it names offsets and flags, buffers
 * stay the codec's.
 */
public final class FramePrefix {
  private FramePrefix() {}

  /** Bytes of the prefix. */
  public static final int LENGTH = 16;

  /** Offset of the header's length. */
  public static final int HEADER_LENGTH_OFFSET = 0;

  /** Offset of the body's length. */
  public static final int BODY_LENGTH_OFFSET = 4;

  /** Offset of the kind. */
  public static final int KIND_OFFSET = 8;

  /** Offset of the flags. */
  public static final int FLAGS_OFFSET = 10;

  /** Offset of the request id. */
  public static final int REQUEST_ID_OFFSET = 12;

  /**
   * Flag: no further frame answers this request. Set on every answer, clear on all but the last
   * data frame.
   */
  public static final int FLAG_LAST = 1;

  /** All flags of this version; a frame with another one breaks the protocol. */
  public static final int KNOWN_FLAGS = FLAG_LAST;

  /** First byte of a TLS connection; a plain one begins with 0, the top byte of H. */
  public static final int TLS_FIRST_BYTE = 0x16;
}
