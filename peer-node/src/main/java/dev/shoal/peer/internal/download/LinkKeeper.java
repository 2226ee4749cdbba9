package dev.shoal.peer.internal.download;

import dev.shoal.peer.internal.link.PeerLink;

/** Who gave a link to be used as a source, and hears what became of it. */
interface LinkKeeper {
  /** A chunk that came over it was good. */
  void delivered(PeerLink link);

  /** It brought what is not the file's. */
  void ban(PeerLink link);

  /** It is used no more. */
  void lost(PeerLink link, Throwable cause);
}
