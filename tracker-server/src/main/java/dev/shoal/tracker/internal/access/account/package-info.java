/** Answers requests about accounts and logins. Owned by one event loop. */
@NullMarked
package dev.shoal.tracker.internal.access.account;

import org.jspecify.annotations.NullMarked;
