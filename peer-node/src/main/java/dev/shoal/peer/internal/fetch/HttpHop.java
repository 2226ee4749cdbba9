package dev.shoal.peer.internal.fetch;

import java.net.InetSocketAddress;

/**
 * One place on the way from a URL to a file: what is asked for, and the address that was judged and
 * is dialled for it. Immutable.
 */
public record HttpHop(HttpTarget target, InetSocketAddress address) {}
