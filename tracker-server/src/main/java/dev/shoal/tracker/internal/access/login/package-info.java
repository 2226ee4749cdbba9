/**
 * What a login costs and who may try one: password hashes and the threads that compute them, the
 * throttle before those, and the code that makes the first administrator.
 *
 * <p>Nothing here knows of accounts, connections or requests. All but the hashing itself is owned
 * by one event loop, and time is passed in.
 */
@NullMarked
package dev.shoal.tracker.internal.access.login;

import org.jspecify.annotations.NullMarked;
