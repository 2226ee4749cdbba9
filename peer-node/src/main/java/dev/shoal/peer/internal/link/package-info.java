/** Connections to other peers, shared by all downloads and by what this node serves. */
@NullMarked
package dev.shoal.peer.internal.link;

import org.jspecify.annotations.NullMarked;
