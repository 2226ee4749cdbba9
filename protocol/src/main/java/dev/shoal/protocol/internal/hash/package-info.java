/**
 * SHA-256 of many messages of one length, as the leaves and parents of a hash tree are: by the
 * platform's digest, or in SIMD lanes where {@link dev.shoal.protocol.internal.hash.LaneTrial}
 * finds those faster.
 *
 * <p>The lanes are written with the Vector API, which is still an incubator module. They lie in a
 * source root of their own, {@code src/main/lanes/java}, that is compiled with that module, and are
 * loaded by name, only where the running JVM has it.
 */
@NullMarked
package dev.shoal.protocol.internal.hash;

import org.jspecify.annotations.NullMarked;
