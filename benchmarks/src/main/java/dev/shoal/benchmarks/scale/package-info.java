/** What data structures of the tracker cost at full size: memory, and the longest slices. */
@NullMarked
package dev.shoal.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
