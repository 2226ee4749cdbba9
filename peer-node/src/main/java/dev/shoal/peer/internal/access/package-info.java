/**
 * Who may have what: files for groups, and the capabilities by which their members show that they
 * belong.
 *
 * <p>Serving: each connection has a {@link dev.shoal.peer.internal.access.Visitor}, which takes the
 * capabilities that the other side shows and keeps them as {@link
 * dev.shoal.peer.internal.access.Grants}; whatever is served is asked for through these. Fetching:
 * {@link dev.shoal.peer.internal.access.Capabilities} are this node's own, which a {@link
 * dev.shoal.peer.internal.access.Presenter} shows to each source.
 */
@NullMarked
package dev.shoal.peer.internal.access;

import org.jspecify.annotations.NullMarked;
