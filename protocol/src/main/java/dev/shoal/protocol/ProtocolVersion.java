package dev.shoal.protocol;

/** What a {@code Hello} says about the protocol itself. */
public final class ProtocolVersion {
  private ProtocolVersion() {}

  /** First field of every {@code Hello}: "SHOL". */
  public static final int MAGIC = 0x53484F4C;

  /** Oldest version that this code speaks. */
  public static final int MIN = 1;

  /** Newest version that this code speaks. */
  public static final int MAX = 1;

  /**
   * The newest version that both sides speak.
   *
   * @throws ProtocolException with {@link ErrorCode#UNSUPPORTED_VERSION} when there is none
   */
  public static int negotiate(int theirMin, int theirMax) throws ProtocolException {
    int version = Math.min(MAX, theirMax);
    if (theirMin > theirMax || version < Math.max(MIN, theirMin)) {
      throw new ProtocolException(
          ErrorCode.UNSUPPORTED_VERSION,
          "this side speaks versions "
              + MIN
              + " to "
              + MAX
              + ", the other "
              + theirMin
              + " to "
              + theirMax);
    }
    return version;
  }
}
