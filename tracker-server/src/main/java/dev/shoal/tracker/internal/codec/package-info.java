/**
 * Hand-written codecs of the hottest messages, compatible on the wire with the generated classes
 * and held against them by property tests. They leave no garbage.
 */
@NullMarked
package dev.shoal.tracker.internal.codec;

import org.jspecify.annotations.NullMarked;
