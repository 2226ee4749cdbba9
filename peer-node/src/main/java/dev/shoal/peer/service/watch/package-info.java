/**
 * Watched folders: the files that lie in a folder are shared, and what becomes of them is followed.
 *
 * <p>{@link dev.shoal.peer.service.watch.FolderWatch} looks at the folder, on a thread of its own;
 * {@code FolderState} decides, without a clock or a disk; whoever shares files is a {@link
 * dev.shoal.peer.service.watch.FolderWatch.Sink}.
 */
@NullMarked
package dev.shoal.peer.service.watch;

import org.jspecify.annotations.NullMarked;
