/** Transfers of one file between processes of this machine. */
@NullMarked
package dev.shoal.benchmarks.transfer;

import org.jspecify.annotations.NullMarked;
