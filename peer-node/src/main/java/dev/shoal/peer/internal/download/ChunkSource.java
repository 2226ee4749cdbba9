package dev.shoal.peer.internal.download;

import dev.shoal.peer.internal.schedule.SourceWindow;
import dev.shoal.protocol.ChunkSet;
import dev.shoal.transport.TransportException;
import io.netty.buffer.ByteBuf;
import java.time.Duration;

/**
 * One source of one download as scheduling sees it: a peer, or a connection to a web server.
 * Belongs to the download's event loop.
 */
interface ChunkSource {
  /** The download, told on its event loop. */
  interface Listener {
    /** The source said what it has: it can be asked. */
    void onAvailable(ChunkSource source, ChunkSet chunks);

    /** The source gained chunks, in the range of the file's. */
    void onHave(ChunkSource source, int[] chunks);

    /**
     * What comes is another chunk than was asked for; false if that is of no use, and the request
     * is to be cancelled.
     */
    boolean onRedirect(ChunkSource source, int from, int to);

    /** Bytes of a chunk arrived. */
    void onBytes(ChunkSource source, int chunk, int bytes);

    /** A chunk arrived, unverified; the buffer is the listener's to release. */
    void onChunk(ChunkSource source, int chunk, ByteBuf bytes);

    /** A request that counted no more has come to its end, in whatever way. */
    void onDropped(ChunkSource source, int chunk);

    /** A chunk won't come. */
    void onFailure(ChunkSource source, int chunk, TransportException cause);

    /** The source is lost, or of no use; called once, maybe by {@link ChunkSource#end}. */
    void onEnd(ChunkSource source, Throwable cause);
  }

  /** What it is counted under, maybe together with others. */
  SourceId id();

  /** What may be asked of it at once. */
  SourceWindow window();

  /**
   * Whether another may take its place, if that seems to be of more use; if so, it is also asked
   * whether it {@link #isWatched}.
   */
  boolean isReplaceable();

  /** Whether it wants something of this node. */
  boolean isWatched();

  /** Finds out what the source has, and asks for news. */
  void begin();

  /** Whether it can take a request now. */
  boolean mayBeAsked(long nowNanos);

  /**
   * Asks for a chunk.
   *
   * @param alternatives of the same length, one of which may come instead
   */
  void fetch(int chunk, int[] alternatives, Duration timeout);

  /** Withdraws a request; it still ends with a failure, or with the chunk if that was faster. */
  void cancel(int chunk);

  /** Withdraws all of them. */
  void cancelAll();

  /** A request was not answered, or not granted. Those that fail together count as one. */
  void failed(long nowNanos);

  /** Whether it failed in such a way, or so often, that others should take its place. */
  boolean isHopeless();

  /** A chunk of it was good, and is on disk. */
  void delivered();

  /** It sent a chunk that is not the file's; told even if it has ended meanwhile. */
  void distrust();

  /** Uses the source no more. */
  void end(Throwable cause);
}
