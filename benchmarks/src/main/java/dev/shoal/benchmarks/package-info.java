/** Measurements as a program: {@link dev.shoal.benchmarks.BenchMain} and its commands. */
@NullMarked
package dev.shoal.benchmarks;

import org.jspecify.annotations.NullMarked;
