/**
 * What Shoal puts on the wire and how it names content, free of sockets and disks.
 *
 * <p>Content: {@link dev.shoal.protocol.FileId}, {@link dev.shoal.protocol.Manifest}, {@link
 * dev.shoal.protocol.ChunkLayout}, {@link dev.shoal.protocol.ChunkSet} and the hash tree ({@link
 * dev.shoal.protocol.HashTree}, {@link dev.shoal.protocol.ChunkHasher}). Wire: {@link
 * dev.shoal.protocol.FramePrefix}, {@link dev.shoal.protocol.FrameKind}, {@link
 * dev.shoal.protocol.Limits}, {@link dev.shoal.protocol.ErrorCode} and the generated messages in
 * {@code dev.shoal.protocol.wire}. PROTOCOL.md in this module describes all of it for other
 * implementations.
 */
@NullMarked
package dev.shoal.protocol;

import org.jspecify.annotations.NullMarked;
