/**
 * Shoal as a program: one class for each command, the options they share, and what they print.
 *
 * <p>Drives the public API of {@link dev.shoal.peer}. Nobody outside this package may use it, since
 * the libraries it needs are not there for those who embed a node.
 */
@NullMarked
package dev.shoal.peer.cli;

import org.jspecify.annotations.NullMarked;
