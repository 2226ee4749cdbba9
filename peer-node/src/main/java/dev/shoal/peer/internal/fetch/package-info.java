/**
 * A small HTTP/1.1 client for ranges of files, on the node's event loops: URLs and where they may
 * lead, connections, and one answer at a time. Knows nothing of downloads.
 */
@NullMarked
package dev.shoal.peer.internal.fetch;

import org.jspecify.annotations.NullMarked;
