package dev.shoal.peer.internal.link;

import dev.shoal.protocol.wire.Gone;
import dev.shoal.protocol.wire.Have;
import org.jspecify.annotations.Nullable;

/** A download that uses a link, and what it is told of its file there. On the link's event loop. */
public interface FileListener {
  /** The other side gained chunks. */
  void onHave(PeerLink link, Have news);

  /** The other side serves the file no more. */
  void onGone(PeerLink link, Gone news);

  /** The link is lost. */
  void onClosed(PeerLink link, @Nullable Throwable cause);
}
