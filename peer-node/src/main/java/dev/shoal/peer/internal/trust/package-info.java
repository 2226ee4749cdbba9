/** Which tracker a node takes for the one that it means. */
@NullMarked
package dev.shoal.peer.internal.trust;

import org.jspecify.annotations.NullMarked;
