/** Who a node is: its key, and the data directory in which that is kept. */
@NullMarked
package dev.shoal.peer.internal.identity;

import org.jspecify.annotations.NullMarked;
