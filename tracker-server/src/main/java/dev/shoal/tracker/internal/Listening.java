package dev.shoal.tracker.internal;

/**
 * Where a peer says it accepts connections.
 *
 * @param port 0 to 65,535; 0: it does not
 * @param everywhere bound to the wildcard address, not to one of the host's
 */
record Listening(int port, boolean everywhere) {}
