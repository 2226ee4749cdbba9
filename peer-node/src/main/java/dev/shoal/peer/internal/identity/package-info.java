/** Who a node is, and the data directory in which that is kept. */
@NullMarked
package dev.shoal.peer.internal.identity;

import org.jspecify.annotations.NullMarked;
