/**
 * What a tracker keeps across restarts: a deterministic state machine over published files, the
 * store under it, and the one thread that commits groups of commands.
 *
 * <p>Whoever wants a change submits a command to the {@link
 * dev.shoal.tracker.internal.store.Committer} and hears of it once it is on disk. Nothing here
 * knows of connections or of the event loop's own view of the files.
 */
@NullMarked
package dev.shoal.tracker.internal.store;

import org.jspecify.annotations.NullMarked;
