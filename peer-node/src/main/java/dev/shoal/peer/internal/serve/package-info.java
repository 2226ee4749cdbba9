/** Answering other peers: what this node holds, and chunks, manifests and news of it. */
@NullMarked
package dev.shoal.peer.internal.serve;

import org.jspecify.annotations.NullMarked;
