/**
 * The local API of a running node and the page that is made of it: JSON over HTTP for whoever has
 * the token in the node's data directory, and {@link dev.shoal.peer.console.RemoteNode}, which lets
 * another process of the same user work with that node as if it were its own.
 *
 * <p>Everything here is for programs; embedders need none of it.
 */
@NullMarked
package dev.shoal.peer.console;

import org.jspecify.annotations.NullMarked;
