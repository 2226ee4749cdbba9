package dev.shoal.tracker.internal.reach;

import dev.shoal.protocol.PeerId;
import java.net.InetAddress;

/**
 * Where a peer should be found.
 *
 * @param host which the peer's connection comes from; never one that it merely names
 * @param port at which it says it listens
 * @param from the tracker's own end of that connection
 * @param peer who should answer
 * @param proven whether the peer has proved to the tracker, by TLS, who it is
 */
public record Target(InetAddress host, int port, InetAddress from, PeerId peer, boolean proven) {}
