/** What a tracker bears when passwords are guessed, and what others notice of it. */
@NullMarked
package dev.shoal.benchmarks.flood;

import org.jspecify.annotations.NullMarked;
