package dev.shoal.peer.internal.download;

import dev.shoal.peer.internal.link.PeerLink;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.Manifest;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Links that came before the file could be opened, and the search for its manifest among them: one
 * is asked, and another one beside it when its answer takes long. Belongs to the download's event
 * loop.
 */
final class EarlyLinks {
  /** The download. */
  interface Listener {
    /** A manifest that has proved itself; may come more than once. */
    void onManifest(Manifest manifest);

    /** A link that has none, and is not among the early ones any more. */
    void onUseless(PeerLink link, Throwable cause);
  }

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int MOST_AT_ONCE = 3;

  private final FileId fileId;
  private final EventLoop loop;
  private final Executor workers;
  private final Listener listener;
  private final Set<PeerLink> links = new LinkedHashSet<>();
  private final Set<PeerLink> asked = new LinkedHashSet<>();
  private long askedNanos;
  private boolean known;

  EarlyLinks(FileId fileId, EventLoop loop, Executor workers, Listener listener) {
    this.fileId = fileId;
    this.loop = loop;
    this.workers = workers;
    this.listener = listener;
  }

  boolean isEmpty() {
    return links.isEmpty();
  }

  void add(PeerLink link) {
    links.add(link);
    if (asked.isEmpty()) {
      ask();
    }
  }

  /** Asks one more if that is due; to be called a few times a second. */
  void tick(long nowNanos) {
    if (asked.size() < MOST_AT_ONCE && nowNanos - askedNanos >= PATIENCE_NANOS) {
      ask();
    }
  }

  /** The manifest is known: nobody need be asked any more. */
  void known() {
    known = true;
  }

  /** Hands all of them over to the caller. */
  List<PeerLink> drain() {
    known = true;
    List<PeerLink> all = new ArrayList<>(links);
    links.clear();
    return all;
  }

  private void ask() {
    for (PeerLink link : links) {
      if (!known && asked.add(link)) {
        askedNanos = System.nanoTime();
        ManifestFetch.from(link, fileId, workers)
            .whenComplete(
                (manifest, problem) -> loop.execute(() -> answered(link, manifest, problem)));
        return;
      }
    }
  }

  private void answered(PeerLink link, @Nullable Manifest manifest, @Nullable Throwable problem) {
    asked.remove(link);
    if (manifest != null) {
      listener.onManifest(manifest);
    } else if (problem != null && links.remove(link)) {
      listener.onUseless(link, problem);
      ask();
    }
  }
}
