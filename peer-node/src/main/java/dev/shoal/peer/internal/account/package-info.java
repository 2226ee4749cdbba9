/** This node's login at its tracker, and what it does in groups there. */
@NullMarked
package dev.shoal.peer.internal.account;

import org.jspecify.annotations.NullMarked;
