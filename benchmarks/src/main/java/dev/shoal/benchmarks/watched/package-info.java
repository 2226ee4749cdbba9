/** A node that stays running, with a folder full of files to share. */
@NullMarked
package dev.shoal.benchmarks.watched;

import org.jspecify.annotations.NullMarked;
