/**
 * Downloads on disk: the part file with the chunks that verified, the journal that says which they
 * are, and the publishing of the finished file. Everything blocks; none of it belongs on an I/O
 * loop.
 */
@NullMarked
package dev.shoal.peer.internal.store;

import org.jspecify.annotations.NullMarked;
