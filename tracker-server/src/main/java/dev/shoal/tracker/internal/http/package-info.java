/**
 * What a tracker shows over HTTP to whoever operates it: metrics, health, a status page.
 *
 * <p>It has a thread of its own, and asks the tracker's loop for nothing but figures. The only
 * package that needs Micrometer; it is loaded when a port is set for it.
 */
@NullMarked
package dev.shoal.tracker.internal.http;

import org.jspecify.annotations.NullMarked;
