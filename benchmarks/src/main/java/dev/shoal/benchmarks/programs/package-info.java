/** Starts, watches and ends the programs that scenarios consist of; each is ended by its id. */
@NullMarked
package dev.shoal.benchmarks.programs;

import org.jspecify.annotations.NullMarked;
