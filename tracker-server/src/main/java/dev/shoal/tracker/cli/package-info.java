/** The tracker as a program of its own: command line, start-up line, log set-up. */
@NullMarked
package dev.shoal.tracker.cli;

import org.jspecify.annotations.NullMarked;
