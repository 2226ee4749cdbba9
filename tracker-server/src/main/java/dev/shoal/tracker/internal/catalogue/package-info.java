/**
 * The catalogue as the tracker's loop sees it: the published files by id, and by the words of name
 * and tags.
 *
 * <p>A read model: it follows what the durable state says and makes no checks of its own. Nothing
 * here is thread-safe: one event loop owns all of it. Everything that grows does so in small
 * pieces, so that no single call stalls that loop.
 *
 * <ul>
 *   <li>{@link dev.shoal.tracker.internal.catalogue.Entries} keeps the entries as bytes,
 *   <li>{@link dev.shoal.tracker.internal.catalogue.IdTable} finds them by file id,
 *   <li>{@link dev.shoal.tracker.internal.catalogue.WordIndex} finds them by words, segment by
 *       segment,
 *   <li>{@link dev.shoal.tracker.internal.catalogue.Searches} and {@link
 *       dev.shoal.tracker.internal.catalogue.Listings} speak the protocol.
 * </ul>
 */
@NullMarked
package dev.shoal.tracker.internal.catalogue;

import org.jspecify.annotations.NullMarked;
