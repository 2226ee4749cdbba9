/**
 * Scenarios that run Shoal beside other people's programs: the same work, in turn, in one run. They
 * report medians and the ratio of the two, and the processor time that each server spent, since
 * client and server share the machine.
 */
@NullMarked
package dev.shoal.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
