package dev.shoal.peer.internal.download;

import dev.shoal.peer.ShoalException;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.internal.serve.PartialHolding;
import dev.shoal.peer.internal.store.PartFile;
import dev.shoal.protocol.Manifest;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;

/**
 * Where chunks go once they are here: hashed, compared with the manifest, and only then written to
 * the part file and offered to others. On worker threads, which then tell the download's loop.
 */
final class ChunkSink {
  /** What became of a chunk; called on the download's event loop. */
  interface Listener {
    /** It is on disk. */
    void onVerified();

    /** It is not what the manifest says; nothing was written. */
    void onBad();

    /** It is good, but could not be written. */
    void onUnwritten(ShoalException cause);
  }

  private final DownloadContext context;
  private final Manifest manifest;
  private final PartFile part;
  private final PartialHolding holding;
  private final EventLoop loop;

  ChunkSink(DownloadContext context, Opened opened, EventLoop loop) {
    this.context = context;
    this.loop = loop;
    this.manifest = opened.part().manifest();
    this.part = opened.part();
    this.holding = opened.holding();
  }

  /** Takes a chunk over, with its buffer. */
  void accept(int chunk, ByteBuf bytes, Listener listener) {
    try {
      context.workers().execute(() -> verify(chunk, bytes, listener));
    } catch (RejectedExecutionException e) {
      bytes.release();
      ShoalException cause = new ShoalException("the node's workers take no more work", e);
      loop.execute(() -> listener.onUnwritten(cause));
    }
  }

  private void verify(int chunk, ByteBuf bytes, Listener listener) {
    Runnable news;
    try {
      news = verified(chunk, bytes.nioBuffer(), listener);
    } finally {
      bytes.release();
    }
    loop.execute(news); // only now, as the loop gives its memory to the next chunk at once
  }

  private Runnable verified(int chunk, ByteBuffer bytes, Listener listener) {
    try {
      byte[] hash = context.hashers().hash(bytes.duplicate(), manifest.layout().paddedLeaves());
      if (!manifest.matches(chunk, hash)) {
        return listener::onBad;
      }
      part.writeVerified(chunk, bytes);
      context.library().gained(holding, chunk);
      part.syncIfDue(System.nanoTime()); // a slow disk is felt here, and so by the requests
      return listener::onVerified;
    } catch (StorageException e) {
      return () -> listener.onUnwritten(e);
    } catch (RuntimeException | OutOfMemoryError e) {
      String message = "verifying a chunk failed: " + e.getMessage();
      return () -> listener.onUnwritten(new ShoalException(message, e));
    }
  }
}
