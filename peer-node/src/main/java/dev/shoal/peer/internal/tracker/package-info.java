/** This node's session with its tracker: lease, registrations, questions. */
@NullMarked
package dev.shoal.peer.internal.tracker;

import org.jspecify.annotations.NullMarked;
