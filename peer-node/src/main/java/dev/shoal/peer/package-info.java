/**
 * Shoal for applications: share files and download them from many peers at once.
 *
 * <p>Everything starts at {@link dev.shoal.peer.PeerNode}. Nothing here is static: any number of
 * nodes live in one JVM, and closing one leaves no thread, descriptor or buffer behind.
 */
@NullMarked
package dev.shoal.peer;

import org.jspecify.annotations.NullMarked;
