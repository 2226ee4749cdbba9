/** What scenarios measured, as rows, medians and ratios. */
@NullMarked
package dev.shoal.benchmarks.report;

import org.jspecify.annotations.NullMarked;
