/** JMH benchmarks of single parts, each beside the raw limit of what it does where there is one. */
@NullMarked
package dev.shoal.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
