package dev.shoal.peer;

import dev.shoal.protocol.PeerId;
import java.net.InetSocketAddress;
import java.time.Instant;

/**
 * Another node that this one is connected with, at one moment. Immutable.
 *
 * @param address where it accepts connections, as dialled or as it claims; if it accepts none,
 *     where it has dialled from
 * @param peerId proven if the connection is encrypted, otherwise its claim
 * @param encrypted whether by TLS
 * @param dialled whether this node made the connection
 * @param program what it says it is, such as {@code shoal/0.1.0}: a claim
 * @param since when the connection was made
 * @param sentBytes of files, to there
 * @param receivedBytes of files, from there, verified or not
 */
public record ConnectedPeer(
    InetSocketAddress address,
    PeerId peerId,
    boolean encrypted,
    boolean dialled,
    String program,
    Instant since,
    long sentBytes,
    long receivedBytes) {}
