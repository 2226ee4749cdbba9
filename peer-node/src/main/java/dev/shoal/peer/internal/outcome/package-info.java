/** How futures end. */
@NullMarked
package dev.shoal.peer.internal.outcome;

import org.jspecify.annotations.NullMarked;
