package dev.shoal.peer.internal.download;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * What the tracker knows of a file's sources.
 *
 * @param seeders some of those who have all of it
 * @param leechers some of those who have a part of it
 * @param nobody whether there is neither
 * @param subscribed whether the tracker tells of changes from now on
 * @param warming whether it has not heard of everybody yet
 */
record Whereabouts(
    List<InetSocketAddress> seeders,
    List<InetSocketAddress> leechers,
    boolean nobody,
    boolean subscribed,
    boolean warming) {}
