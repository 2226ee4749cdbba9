/**
 * Remembers the hashes of files from one run of a node to the next, so that a file which is shared
 * again is not read again.
 *
 * <p>One file in the data directory, {@code node/hashes}, holds a record for each remembered file:
 * what tells it from others, and the hashes of its chunks. It only grows, until most of it is out
 * of date and it is written anew. Nothing in it has to be true: what tells a file from others is
 * guarded by a checksum, the hashes prove themselves against the file id, and what is damaged is as
 * good as not there. In memory is where the records are, some 200 bytes for each file.
 */
@NullMarked
package dev.shoal.peer.internal.remember;

import org.jspecify.annotations.NullMarked;
