/** A whole swarm in one process, written as a sentence, for tests over real sockets. */
@NullMarked
package dev.shoal.peer.swarm;

import org.jspecify.annotations.NullMarked;
