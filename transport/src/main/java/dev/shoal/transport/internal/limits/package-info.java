/** What one connection and one address may ask for, counted and measured; not for other modules. */
@NullMarked
package dev.shoal.transport.internal.limits;

import org.jspecify.annotations.NullMarked;
