/**
 * Accounts, groups and who may have what, as far as it is answered on a connection.
 *
 * <p>Nothing here is thread-safe: one event loop owns all of it, and time is passed in. What takes
 * long, a password's hash or a write to the disk, is done elsewhere and comes back to the loop.
 */
@NullMarked
package dev.shoal.tracker.internal.access;

import org.jspecify.annotations.NullMarked;
