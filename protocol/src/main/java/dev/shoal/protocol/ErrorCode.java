package dev.shoal.protocol;

/** Why a request failed or a connection ended, as a number on the wire. */
public enum ErrorCode {
  /** A code that this version does not know, or a failure without a better name. */
  UNKNOWN(0),
  /** The sender broke the rules of the connection; it is closed. */
  PROTOCOL_VIOLATION(1),
  /** A frame exceeded the cap of its kind; the connection is closed. */
  FRAME_TOO_LARGE(2),
  /** No common protocol version; the connection is closed. */
  UNSUPPORTED_VERSION(3),
  /** The frame's kind is not known or not served here. */
  UNKNOWN_KIND(4),
  /** A field of the request is missing or out of range. */
  BAD_REQUEST(5),
  /** The file or session is not known here. */
  NOT_FOUND(6),
  /** Too much to do right now; ask again later. */
  BUSY(7),
  /** A configured limit or quota would be exceeded. */
  LIMIT_EXCEEDED(8),
  /** The asker may not have this. */
  DENIED(9),
  /** The chunk is not, or not yet, held here. */
  CHUNK_NOT_HELD(10),
  /** This holder cannot serve chunks of that size. */
  CHUNK_SIZE_UNAVAILABLE(11),
  /** The file on disk is no longer the one that was shared. */
  FILE_CHANGED(12),
  /** The request needs a lease, and this connection has none. */
  NO_LEASE(13),
  /** Something failed on the answering side that the asker cannot mend. */
  INTERNAL(14),
  /** The answering side is shutting down. */
  SHUTTING_DOWN(15),
  /** The request was cancelled. */
  CANCELLED(16),
  /** The other end is oneself; the connection is closed. */
  SELF_CONNECTION(17),
  /** Nothing was heard for too long; the connection is closed. */
  TIMED_OUT(18),
  /** This needs a login. */
  LOGIN_REQUIRED(19),
  /** This needs an encrypted connection; a plain one may be closed for it. */
  TLS_REQUIRED(20),
  /** What is to be made is there already, or is not as the request supposes. */
  CONFLICT(21),
  /** The other side is not whom it was taken for, or could not prove who it is. */
  UNTRUSTED(22);

  private static final ErrorCode[] BY_NUMBER = values();

  private final int number;

  ErrorCode(int number) {
    this.number = number;
  }

  /** The number on the wire. */
  public int number() {
    return number;
  }

  /** The code with that number, {@link #UNKNOWN} for a number of a later version. */
  public static ErrorCode of(int number) {
    return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : UNKNOWN;
  }
}
