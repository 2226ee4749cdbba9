/**
 * A swarm behind links of limited speed: every process in a network namespace of its own, all of
 * them joined by a bridge.
 */
@NullMarked
package dev.shoal.benchmarks.swarm;

import org.jspecify.annotations.NullMarked;
