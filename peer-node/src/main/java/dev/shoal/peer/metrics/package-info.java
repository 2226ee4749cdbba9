/**
 * A node's figures for Micrometer: {@code new NodeMetrics(node).bindTo(registry)}. Needs {@code
 * io.micrometer:micrometer-core}, which whoever embeds a node adds.
 *
 * <table>
 * <caption>Meters; in Prometheus' text dots are underscores, and units and {@code _total} follow</caption>
 * <tr><th>name</th><th>kind, unit</th><th>what it is</th></tr>
 * <tr><td>{@code shoal.node.sent}</td><td>counter, bytes</td>
 *   <td>of files, to all peers</td></tr>
 * <tr><td>{@code shoal.node.fetched}</td><td>counter, bytes</td>
 *   <td>of files, from all sources, verified or not</td></tr>
 * <tr><td>{@code shoal.node.tracker.connected}</td><td>gauge</td>
 *   <td>1 while a tracker knows the node, else 0</td></tr>
 * <tr><td>{@code shoal.node.connections}</td><td>gauge</td>
 *   <td>with other nodes</td></tr>
 * <tr><td>{@code shoal.node.shares}</td><td>gauge</td>
 *   <td>complete files that are served</td></tr>
 * <tr><td>{@code shoal.node.shares.size}</td><td>gauge, bytes</td>
 *   <td>their lengths together</td></tr>
 * <tr><td>{@code shoal.node.shares.preparing}</td><td>gauge</td>
 *   <td>files that wait to be hashed, or are</td></tr>
 * <tr><td>{@code shoal.node.shares.remembered}</td><td>counter</td>
 *   <td>files that did not have to be hashed to be shared</td></tr>
 * <tr><td>{@code shoal.node.hashed}</td><td>counter, bytes</td>
 *   <td>read and hashed to share files</td></tr>
 * <tr><td>{@code shoal.node.downloads}</td><td>gauge</td>
 *   <td>downloads under way, by {@code state}: queued, searching, checking, downloading, paused,
 *   finishing</td></tr>
 * <tr><td>{@code shoal.node.downloads.ended}</td><td>counter</td>
 *   <td>downloads that are over, by {@code result}: complete, failed, cancelled</td></tr>
 * <tr><td>{@code shoal.node.chunks.bad}</td><td>counter</td>
 *   <td>chunks received that were not the file's</td></tr>
 * <tr><td>{@code shoal.node.memory.used}</td><td>gauge, bytes</td>
 *   <td>direct memory that chunks under way hold, or are about to</td></tr>
 * <tr><td>{@code shoal.node.memory.max}</td><td>gauge, bytes</td>
 *   <td>what they may hold at most</td></tr>
 * </table>
 */
@NullMarked
package dev.shoal.peer.metrics;

import org.jspecify.annotations.NullMarked;
