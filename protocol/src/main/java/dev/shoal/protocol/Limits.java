package dev.shoal.protocol;

/** The caps of the protocol: what exceeds one is refused before anything is allocated for it. */
public final class Limits {
  private Limits() {}

  /**
   * Largest header of any kind, bytes. Keeps the prefix's first byte zero, as on every connection.
   */
  public static final int MAX_HEADER_BYTES = 512 * 1024;

  /** Largest body of any kind, bytes: chunks travel in slices of at most this. */
  public static final int MAX_BODY_BYTES = 1024 * 1024;

  /** Most chunks of one file. */
  public static final int MAX_CHUNKS = 1 << 20;

  /** Longest file, bytes: {@link #MAX_CHUNKS} of the largest chunk size. */
  public static final long MAX_FILE_LENGTH = (long) MAX_CHUNKS * ChunkSize.MAX;

  /** Most registrations, unregistrations or publications in one frame. */
  public static final int MAX_BATCH = 2048;

  /** Most sources in one answer. */
  public static final int MAX_SOURCES = 256;

  /** Most entries on one page of search results. */
  public static final int MAX_SEARCH_RESULTS = 100;

  /** Longest name of a file, bytes of UTF-8. */
  public static final int MAX_NAME_BYTES = 1024;

  /** Most tags of one file. */
  public static final int MAX_TAGS = 16;

  /** Longest tag, bytes of UTF-8. */
  public static final int MAX_TAG_BYTES = 64;

  /** Longest search text, bytes of UTF-8. */
  public static final int MAX_SEARCH_BYTES = 256;

  /** Longest cursor into search results, bytes. */
  public static final int MAX_CURSOR_BYTES = 256;

  /** Most chunks in one {@code Have}. */
  public static final int MAX_HAVE_CHUNKS = 1024;

  /** Most alternatives in one {@code ChunkRequest}. */
  public static final int MAX_ALTERNATIVES = 16;

  /** Most files in one {@code FilesRequest}. */
  public static final int MAX_FILES = 256;

  /** Longest file that travels whole, beside others; bytes. Longer ones go by chunk. */
  public static final int MAX_WHOLE_FILE_BYTES = 64 * 1024;

  /** Longest sentence in an error, characters. */
  public static final int MAX_ERROR_CHARS = 500;

  /** Longest agent text in a {@code Hello}, bytes of UTF-8. */
  public static final int MAX_AGENT_BYTES = 128;

  /** Longest name of a user or a group, characters: see {@link AccountNames}. */
  public static final int MAX_ACCOUNT_NAME = 32;

  /** Longest password, bytes of UTF-8. */
  public static final int MAX_PASSWORD_BYTES = 1024;

  /** Most entries on one page of groups, members or files of a group. */
  public static final int MAX_PAGE = 256;

  /** Most sources in one answer about a group's file. */
  public static final int MAX_GROUP_SOURCES = 256;

  /** Most sharers named with a group's file. */
  public static final int MAX_SHARERS_NAMED = 16;

  /** Most keys by which a tracker's capabilities are verified. */
  public static final int MAX_KEYS = 16;
}
