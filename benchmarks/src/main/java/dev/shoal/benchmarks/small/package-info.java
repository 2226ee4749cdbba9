/** Many small files, beside what other programs do with them. */
@NullMarked
package dev.shoal.benchmarks.small;

import org.jspecify.annotations.NullMarked;
