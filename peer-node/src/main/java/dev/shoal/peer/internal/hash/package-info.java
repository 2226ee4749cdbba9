/** Hashing of files that lie on disk, and telling whether they are still the ones hashed. */
@NullMarked
package dev.shoal.peer.internal.hash;

import org.jspecify.annotations.NullMarked;
