/**
 * A node that stays running: what it shares and downloads is remembered in its data directory and
 * goes on by itself after a restart, however the process ended. Watched folders, files and groups
 * that are waited for, and the status log are part of it.
 *
 * <p>It stands on the public API of {@link dev.shoal.peer} alone, and knows nothing of HTTP or of a
 * command line: the console and the commands are made of {@link
 * dev.shoal.peer.service.NodeService}. Records here are at the same time what the local API says in
 * JSON, member by member.
 */
@NullMarked
package dev.shoal.peer.service;

import org.jspecify.annotations.NullMarked;
