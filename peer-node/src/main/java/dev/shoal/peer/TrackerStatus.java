package dev.shoal.peer;

/**
 * How a node stands with its trackers at one moment. Immutable.
 *
 * @param tracker {@code host:port} of the one that is used, or was tried last
 * @param connected whether that tracker knows this node right now
 * @param dialable whether it hands this node out as a source, as far as it has said: it does not
 *     when it can't connect to this node's port, and then others can't fetch from this node except
 *     over connections that this node makes itself
 */
public record TrackerStatus(String tracker, boolean connected, boolean dialable) {}
