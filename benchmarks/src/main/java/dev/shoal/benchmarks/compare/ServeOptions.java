package dev.shoal.benchmarks.compare;

/**
 * How a file is asked for by those that discard it.
 *
 * @param range bytes that are asked for at a time
 * @param connections at once
 * @param ahead ranges under way on each connection, where the protocol allows it
 */
record ServeOptions(int range, int connections, int ahead) {}
