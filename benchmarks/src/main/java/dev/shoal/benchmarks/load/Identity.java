package dev.shoal.benchmarks.load;

/**
 * Who a connection says it is.
 *
 * @param peerId 32 bytes
 * @param listenPort where it claims to listen; 0: nowhere
 * @param instance random for each run
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares identities
record Identity(byte[] peerId, int listenPort, long instance) {}
