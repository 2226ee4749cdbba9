package dev.shoal.peer.service;

import dev.shoal.peer.ConnectedPeer;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * Somebody whom a node is connected with.
 *
 * @param address {@code host:port}
 * @param peerId 64 hex digits: proven on an encrypted connection, a claim on another; null if
 *     unknown
 * @param encrypted whether by TLS
 * @param dialled whether this node made the connection
 * @param program what it says it is, such as {@code shoal/0.1.0}
 * @param connectedMillis since the epoch
 * @param sentBytes of files, to there
 * @param receivedBytes of files, from there
 */
public record PeerInfo(
    String address,
    @Nullable String peerId,
    boolean encrypted,
    boolean dialled,
    String program,
    long connectedMillis,
    long sentBytes,
    long receivedBytes) {
  static PeerInfo of(ConnectedPeer peer) {
    return new PeerInfo(
        NetUtil.toSocketAddressString(peer.address()),
        peer.peerId().toString(),
        peer.encrypted(),
        peer.dialled(),
        peer.program(),
        peer.since().toEpochMilli(),
        peer.sentBytes(),
        peer.receivedBytes());
  }
}
