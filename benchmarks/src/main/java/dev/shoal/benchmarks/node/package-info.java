/**
 * The processes that scenarios consist of: nodes that are told what to do by lines of JSON on their
 * standard input, and answer each with one line.
 */
@NullMarked
package dev.shoal.benchmarks.node;

import org.jspecify.annotations.NullMarked;
