/** Downloads of many files at once: small ones in batches, the others each by itself. */
@NullMarked
package dev.shoal.peer.internal.bulk;

import org.jspecify.annotations.NullMarked;
